import { parseSync } from '@swc/core';

/** A small change to a source file that a test should notice. */
export interface Mutant {
  /** From 1. */
  line: number;
  /** What stood there, and what stands there instead. */
  before: string;
  after: string;
  /** Where: bytes from the file's beginning. */
  start: number;
  end: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a syntax tree's nodes have many shapes
type Node = any;
interface Edit {
  start: number;
  end: number;
  after: string;
}
/** The edits that a rule proposes for a node; positions are the parser's own, bytes from 1. */
type Mutation = (node: Node, text: (node: Node) => string) => Edit[];

/** What each operator is mistaken for: one step aside, and the contrary. */
const MISTAKEN_OPERATORS: Record<string, readonly string[]> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '&': ['|'],
  '|': ['&'],
  '^': ['|'],
  '+=': ['-='],
  '-=': ['+='],
  '++': ['--'],
  '--': ['++'],
};
const MISTAKEN_METHODS: Record<string, string> = {
  min: 'max',
  max: 'min',
  some: 'every',
  every: 'some',
  floor: 'ceil',
};
/** Methods whose result may be mistaken for what they are called on. */
const FILTERS = ['filter', 'sort', 'toSorted', 'reverse', 'slice', 'trim'];

const isText = (node: Node) => node.type === 'StringLiteral' || node.type === 'TemplateLiteral';
const replaced = (node: Node, ...afters: string[]): Edit[] =>
  afters.map((after) => ({ start: node.span.start, end: node.span.end, after }));

/** Every kind of change, each one entry, by the type of node that it is made to. */
const MUTATIONS: Record<string, Mutation> = {
  BinaryExpression: ({ left, right, operator }, text) =>
    operator === '+' && (isText(left) || isText(right))
      ? []
      : operatorEdits(
          left.span.end,
          text({ span: { start: left.span.end, end: right.span.start } }),
          operator,
        ),
  AssignmentExpression: ({ left, right, operator }, text) =>
    operatorEdits(left.span.end, text({ span: { start: left.span.end, end: right.span.start } }), operator),
  UpdateExpression: (node, text) => operatorEdits(node.span.start, text(node), node.operator),
  UnaryExpression: ({ span, operator, argument }) =>
    operator === '!' || operator === '-' ? [{ start: span.start, end: argument.span.start, after: '' }] : [],
  ConditionalExpression: ({ test }) => replaced(test, 'true', 'false'),
  IfStatement: ({ test }) => replaced(test, 'true', 'false'),
  WhileStatement: ({ test }) => replaced(test, 'false'),
  DoWhileStatement: ({ test }) => replaced(test, 'false'),
  BooleanLiteral: (node) => replaced(node, String(!node.value)),
  NumericLiteral: (node) => replaced(node, String(node.value + 1)),
  ExpressionStatement: (node) =>
    ['CallExpression', 'AwaitExpression'].includes(node.expression.type) ? replaced(node, ';') : [],
  CallExpression: ({ span, callee }) => {
    const name: string | undefined = callee.type === 'MemberExpression' ? callee.property.value : undefined;
    if (name !== undefined && FILTERS.includes(name)) {
      return [{ start: callee.object.span.end, end: span.end, after: '' }];
    }
    return name !== undefined && MISTAKEN_METHODS[name] !== undefined
      ? replaced(callee.property, MISTAKEN_METHODS[name])
      : [];
  },
  ArrowFunctionExpression: ({ body }) => replaced(body, body.type === 'BlockStatement' ? '{}' : 'undefined'),
  FunctionDeclaration: ({ body }) => (body ? replaced(body, '{}') : []),
  ClassMethod: ({ function: { body } }) => (body ? replaced(body, '{}') : []),
};

/** @returns every mutant of a TypeScript source, in the order in which they stand there */
export function mutantsOf(source: string): Mutant[] {
  const bytes = Buffer.from(source);
  const text = ({ span }: Node) => bytes.toString('utf8', span.start - 1, span.end - 1);
  const edits: Edit[] = [];
  visit(parseSync(source, { syntax: 'typescript', target: 'es2023' }), (node) => {
    edits.push(...(MUTATIONS[node.type]?.(node, text) ?? []));
  });
  return edits
    .map(({ start, end, after }) => ({
      line: bytes.toString('utf8', 0, start - 1).split('\n').length,
      before: bytes.toString('utf8', start - 1, end - 1),
      after,
      start: start - 1,
      end: end - 1,
    }))
    .sort((a, b) => a.start - b.start);
}

/** The source with that one change. */
export function mutate(source: string, { start, end, after }: Mutant): string {
  const bytes = Buffer.from(source);
  return `${bytes.toString('utf8', 0, start)}${after}${bytes.toString('utf8', end)}`;
}

/** Visits every node but those of types, which no test can notice. */
function visit(node: Node, onNode: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) {
      visit(each, onNode);
    }
  } else if (typeof node === 'object' && node !== null) {
    if (typeof node.type === 'string') {
      onNode(node);
    }
    const inner = isType(node) ? [node.expression] : Object.values(node);
    visit(inner, onNode);
  }
}

/** `a!`, `a as T` and the like hold an expression; every other node of TypeScript's own holds types alone. */
function isType({ type }: Node): boolean {
  return (typeof type === 'string' && type.startsWith('Ts')) || type === 'ImportDeclaration';
}

function operatorEdits(from: number, between: string, operator: string): Edit[] {
  const start = from + Buffer.byteLength(between.slice(0, between.indexOf(operator)));
  return (MISTAKEN_OPERATORS[operator] ?? []).map((after) => ({
    start,
    end: start + operator.length,
    after,
  }));
}
