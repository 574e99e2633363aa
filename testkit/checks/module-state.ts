import { type Declaration, type Expression, type ModuleItem, parseSync } from '@swc/core';

/** The rooms whose modules hold nothing that changes. State is in objects that a caller makes and passes on. */
const STATELESS = /^(lambda\/(drift|function|monitor|ntp)|lib|cli|terminal|picture)\//;
/** What `new` makes of what it is given, and nothing adds to. */
const TABLES = ['Set', 'Map', 'RegExp'];
/** What is opened, created or started remembers something. */
const MAKER = /^(open|create|start)[A-Z]/;
/** Methods that change lists, maps and sets. */
const CHANGING_METHODS = [
  'add',
  'clear',
  'delete',
  'pop',
  'push',
  'reverse',
  'set',
  'shift',
  'sort',
  'splice',
  'unshift',
];

/** A node of the syntax tree, as far as it is read. */
interface TreeNode {
  readonly type?: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

/** Variables at top level that hold what changes from call to call, each as a sentence. */
export function moduleState(sources: readonly { file: string; text: string }[]): string[] {
  return sources
    .filter(({ file }) => STATELESS.test(file))
    .flatMap(({ file, text }) => {
      const { body } = parseSync(text, { syntax: 'typescript', target: 'es2023' });
      const constants = new Set(body.flatMap(declared).map(({ name }) => name));
      const names = [
        ...body.flatMap(declared).filter(isState),
        ...staticMembers(body),
        ...changed(body).filter(({ name }) => constants.has(name)),
      ].map(({ name }) => name);
      return [...new Set(names)].map(
        (name) => `${file} keeps state in ${name}. Put it into an object that its caller makes.`,
      );
    });
}

interface TopLevelVariable {
  readonly name: string;
  readonly isConstant: boolean;
  readonly init: Expression | undefined;
}

function declared(item: ModuleItem): TopLevelVariable[] {
  const declaration = item.type === 'ExportDeclaration' ? item.declaration : (item as Declaration);
  return declaration.type !== 'VariableDeclaration'
    ? []
    : declaration.declarations.map(({ id, init }) => ({
        name: id.type === 'Identifier' ? id.value : 'a pattern',
        isConstant: declaration.kind === 'const',
        init,
      }));
}

function isState({ isConstant, init: value }: TopLevelVariable): boolean {
  if (!isConstant) {
    return true;
  }
  switch (value?.type) {
    case 'NewExpression': {
      const { callee, arguments: given = [] } = value;
      return !(callee.type === 'Identifier' && TABLES.includes(callee.value) && given.length > 0);
    }
    case 'CallExpression':
      return value.callee.type === 'Identifier' && MAKER.test(value.callee.value);
    case 'ArrayExpression':
      return value.elements.length === 0;
    case 'ObjectExpression':
      return value.properties.length === 0;
    default:
      return false;
  }
}

/** Static members of classes that may be replaced, or that are made by `new`. */
function staticMembers(body: readonly ModuleItem[]): { name: string }[] {
  return nodesIn(body)
    .filter(({ type, isStatic }) => type === 'ClassProperty' && isStatic === true)
    .filter(({ readonly, value }) => readonly !== true || (value as TreeNode)?.type === 'NewExpression')
    .map(({ key }) => ({ name: String((key as TreeNode).value) }));
}

/** The names whose value something changes: an assignment to a member, or a method of a list, a map or a set. */
function changed(body: readonly ModuleItem[]): { name: string }[] {
  return nodesIn(body).flatMap((node) => {
    const target =
      node.type === 'AssignmentExpression'
        ? (node.left as TreeNode)
        : node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete')
          ? (node.argument as TreeNode)
          : node.type === 'CallExpression' && isChange(node.callee as TreeNode)
            ? (node.callee as TreeNode)
            : undefined;
    const name = target?.type === 'MemberExpression' ? rootOf(target) : undefined;
    return name === undefined ? [] : [{ name }];
  });
}

function isChange({ type, property }: TreeNode): boolean {
  return type === 'MemberExpression' && CHANGING_METHODS.includes(String((property as TreeNode).value));
}

/** `table` of `table.rows[0].name`. */
function rootOf(node: TreeNode): string | undefined {
  return node.type === 'Identifier'
    ? String(node.value)
    : node.type === 'MemberExpression'
      ? rootOf(node.object as TreeNode)
      : undefined;
}

function nodesIn(tree: unknown): TreeNode[] {
  if (typeof tree !== 'object' || tree === null) {
    return [];
  }
  const children = Object.values(tree).flatMap(nodesIn);
  return 'type' in tree ? [tree as TreeNode, ...children] : children;
}
