import { type Declaration, type Expression, type ModuleItem, parseSync } from '@swc/core';

/** The rooms whose modules hold nothing that changes. State is in objects that a caller makes and passes on. */
const STATELESS = /^(lambda\/(drift|function|monitor|ntp)|lib|cli|terminal|picture)\//;
/** What `new` makes of what it is given, and nothing adds to. */
const TABLES = ['Set', 'Map', 'RegExp'];

/** Variables at top level that hold what changes from call to call, each as a sentence. */
export function moduleState(sources: readonly { file: string; text: string }[]): string[] {
  return sources
    .filter(({ file }) => STATELESS.test(file))
    .flatMap(({ file, text }) =>
      parseSync(text, { syntax: 'typescript', target: 'es2023' })
        .body.flatMap(statefulNames)
        .map((name) => `${file} keeps state in ${name}. Put it into an object that its caller makes.`),
    );
}

function statefulNames(item: ModuleItem): string[] {
  const declaration = item.type === 'ExportDeclaration' ? item.declaration : (item as Declaration);
  return declaration.type !== 'VariableDeclaration'
    ? []
    : declaration.declarations
        .filter(({ init }) => declaration.kind !== 'const' || isStateful(init))
        .map(({ id }) => (id.type === 'Identifier' ? id.value : 'a pattern'));
}

function isStateful(value: Expression | undefined): boolean {
  switch (value?.type) {
    case 'NewExpression': {
      const { callee, arguments: given = [] } = value;
      return !(callee.type === 'Identifier' && TABLES.includes(callee.value) && given.length > 0);
    }
    case 'ArrayExpression':
      return value.elements.length === 0;
    case 'ObjectExpression':
      return value.properties.length === 0;
    default:
      return false;
  }
}
