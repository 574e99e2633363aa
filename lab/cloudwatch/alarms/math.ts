import jsep from 'jsep';
import { FUNCTIONS, type MathsValue, OPERATORS } from './math-functions';
import type { Series } from './series';

/** A metric maths expression that is known to be supported. */
export interface Expression {
  text: string;
  /** Ids of the metrics and expressions that it refers to. */
  references: readonly string[];
  /** @param series the points by id, all of the same periods */
  evaluate(series: (id: string) => Series): Series;
}

type SeriesById = (id: string) => Series;

// jsep parses, and nothing here evaluates what this file and its lists don't know. It is configured for the
// whole process; nothing else uses it.
jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
jsep.addUnaryOp('-');
for (const [sign, { precedence }] of Object.entries(OPERATORS)) {
  jsep.addBinaryOp(sign, precedence);
}

/**
 * Reads a metric maths expression. Source: CloudWatch User Guide, "Using math expressions with CloudWatch
 * metrics".
 *
 * @throws Error naming what is not supported: a function, an operator, a type of argument. Types don't depend
 *   on data, so an expression that compiles evaluates.
 */
export function compileExpression(text: string): Expression {
  if (/^\s*SELECT\b/i.test(text)) {
    throw new Error(`Metrics Insights queries are not supported: ${text}`);
  }
  const tree = parseExpression(text);
  const references = new Set<string>();
  run(tree, (id) => {
    references.add(id);
    return [undefined];
  });
  return { text, references: [...references], evaluate: (series) => run(tree, series) };

  function run(node: jsep.Expression, series: SeriesById): Series {
    try {
      const value = interpret(node as jsep.CoreExpression, series);
      if (value.kind !== 'series') {
        throw new Error(`the result must be one time series, not a ${value.kind}`);
      }
      return value.points;
    } catch (error) {
      throw new Error(`In the expression ${text}: ${(error as Error).message}.`);
    }
  }
}

function parseExpression(text: string): jsep.Expression {
  try {
    return jsep(text);
  } catch (error) {
    throw new Error(`The expression ${text} can't be read: ${(error as Error).message}.`);
  }
}

function interpret(node: jsep.CoreExpression, series: SeriesById): MathsValue {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value !== 'number') {
        throw new Error(`${node.raw} is not supported, only numbers are`);
      }
      return { kind: 'scalar', value: node.value };
    case 'Identifier':
      // Ids begin with a lower-case letter; what doesn't is a word of some function's own.
      if (!/^[a-z]/.test(node.name)) {
        throw new Error(`${node.name} is not supported`);
      }
      return { kind: 'series', points: series(node.name) };
    case 'UnaryExpression':
      return negate(interpret(node.argument as jsep.CoreExpression, series));
    case 'BinaryExpression':
      return binary(
        node.operator,
        interpret(node.left as jsep.CoreExpression, series),
        interpret(node.right as jsep.CoreExpression, series),
      );
    case 'CallExpression':
      return call(node, series);
    default:
      throw new Error(`this is not metric maths (${node.type})`);
  }
}

function negate(value: MathsValue): MathsValue {
  return binary('-', { kind: 'scalar', value: 0 }, value);
}

/**
 * Where only one of two series has a point, the other's counts as 0; where neither has one, or the only series
 * has none, there is none.
 */
function binary(sign: string, left: MathsValue, right: MathsValue): MathsValue {
  const operator = OPERATORS[sign as keyof typeof OPERATORS].apply;
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    const value = operator(left.value, right.value);
    if (value === undefined) {
      throw new Error('division of a number by zero');
    }
    return { kind: 'scalar', value };
  }
  const [a, b] = [left, right].map((operand) =>
    operand.kind === 'series' ? (i: number) => operand.points[i] : undefined,
  );
  const length = (left.kind === 'series' ? left : (right as MathsValue & { kind: 'series' })).points.length;
  return {
    kind: 'series',
    points: Array.from({ length }, (_, i) => {
      const [x, y] = [a?.(i), b?.(i)];
      return x === undefined && y === undefined
        ? undefined
        : operator(
            left.kind === 'scalar' ? left.value : (x ?? 0),
            right.kind === 'scalar' ? right.value : (y ?? 0),
          );
    }),
  };
}

function call({ callee, arguments: nodes }: jsep.CallExpression, series: SeriesById): MathsValue {
  const name = callee.type === 'Identifier' ? String(callee.name) : callee.type;
  if (!Object.hasOwn(FUNCTIONS, name)) {
    throw new Error(`${name} is not supported, only ${Object.keys(FUNCTIONS).join(', ')} are`);
  }
  const values = nodes.map((node) => interpret(node as jsep.CoreExpression, series));
  return { kind: 'series', points: FUNCTIONS[name as keyof typeof FUNCTIONS](values) };
}
