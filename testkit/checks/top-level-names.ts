import { type Expression, type ModuleItem, type Pattern, parseSync } from '@swc/core';
import { grouped } from './layout';

/** Names that two files may define, and why. */
const TWO_SIDES: Readonly<Record<string, string>> = {
  main: 'what an entry point runs',
  NtpServer: 'a server to watch, as an app names it and as the lab simulates it',
};

/** Names that two sources define at top level, each as a sentence. */
export function sharedNames(sources: readonly { file: string; text: string }[]): string[] {
  const defined = sources.flatMap(({ file, text }) => topLevelNames(text).map((name) => ({ file, name })));
  return [...grouped(defined, ({ name }) => name)]
    .map(([name, places]) => [name, [...new Set(places.map(({ file }) => file))]] as const)
    .filter(([name, files]) => files.length > 1 && TWO_SIDES[name] === undefined)
    .map(([name, files]) => `${name} is defined in ${files.join(' and ')}. One name, one concept.`);
}

/** What a module in TypeScript or JavaScript defines at top level: values and types, exported or not. */
function topLevelNames(code: string): string[] {
  return parseSync(code, { syntax: 'typescript', target: 'es2023' }).body.flatMap(namesOf);
}

function namesOf(item: ModuleItem): string[] {
  switch (item.type) {
    case 'ExportDeclaration':
      return namesOf(item.declaration);
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [item.identifier.value];
    case 'TsInterfaceDeclaration':
    case 'TsTypeAliasDeclaration':
    case 'TsEnumDeclaration':
      return [item.id.value];
    case 'VariableDeclaration':
      return item.declarations.flatMap(({ id, init }) => (isRequire(init) ? [] : boundNames(id)));
    default:
      return [];
  }
}

function boundNames(pattern: Pattern): string[] {
  return pattern.type === 'Identifier' ? [pattern.value] : [];
}

/** `const path = require('node:path')` is an import. */
function isRequire(value: Expression | undefined): boolean {
  return (
    value?.type === 'CallExpression' && value.callee.type === 'Identifier' && value.callee.value === 'require'
  );
}
