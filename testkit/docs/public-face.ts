import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';
import { ROOT } from '../checks/repository';

/** Types that others are computed of, and that nobody needs to name. */
const COMPUTED_OF = ['ServerKey', 'ServerKeyName', 'ServerOptions'];

/** A node of swc's tree, as far as it is read. */
interface SyntaxNode {
  readonly type?: string;
  readonly [field: string]: unknown;
}

interface Module {
  readonly bytes: Buffer;
  /** What swc's spans count from. */
  readonly start: number;
  /** By name: where it is from. */
  readonly imports: ReadonlyMap<string, string>;
  readonly declarations: ReadonlyMap<string, { node: SyntaxNode; isExported: boolean }>;
}

/** What is wrong with the public face: types that it mentions and doesn't export, and members without a docstring. */
export function faceProblems(index = join(ROOT, 'lib', 'index.ts')): string[] {
  const modules = new Map<string, Module>();
  const moduleOf = (file: string) => {
    const module = modules.get(file) ?? readModule(file);
    modules.set(file, module);
    return module;
  };
  const exported = exportsOf(index);
  const problems: string[] = [];
  const seen = new Set<string>();
  const visit = (name: string, file: string) => {
    const module = moduleOf(file);
    const found = module.declarations.get(name);
    if (seen.has(`${file} ${name}`) || found === undefined || COMPUTED_OF.includes(name)) {
      return;
    }
    seen.add(`${file} ${name}`);
    if (found.isExported && !exported.has(name)) {
      problems.push(`${name} is mentioned by what lib/index.ts exports. Export it there, too.`);
    }
    problems.push(...undocumented(name, found.node, module));
    for (const type of typesIn(found.node)) {
      const from = module.imports.get(type);
      if (from === undefined) {
        visit(type, file);
      } else if (from.startsWith('.')) {
        visit(type, `${join(dirname(file), from)}.ts`);
      }
    }
  };
  for (const [name, file] of exported) {
    visit(name, file);
  }
  return problems;
}

function exportsOf(index: string): Map<string, string> {
  const { body } = parseSync(readFileSync(index, 'utf8'), { syntax: 'typescript' });
  return new Map(
    body.flatMap((item) =>
      item.type === 'ExportNamedDeclaration' && item.source
        ? item.specifiers.flatMap((each): [string, string][] =>
            each.type === 'ExportSpecifier'
              ? [[each.orig.value, `${join(dirname(index), item.source!.value)}.ts`]]
              : [],
          )
        : [],
    ),
  );
}

function readModule(file: string): Module {
  const text = readFileSync(file, 'utf8');
  const start = parseSync('', { syntax: 'typescript' }).span.end;
  const { body } = parseSync(text, { syntax: 'typescript' });
  const imports = new Map<string, string>();
  const declarations = new Map<string, { node: SyntaxNode; isExported: boolean }>();
  for (const item of body) {
    if (item.type === 'ImportDeclaration') {
      for (const { local } of item.specifiers) {
        imports.set(local.value, item.source.value);
      }
    }
    const isExported = item.type === 'ExportDeclaration';
    const node = (isExported ? item.declaration : item) as unknown as SyntaxNode;
    const name = ((node.id ?? node.identifier) as { value?: string } | undefined)?.value;
    if (name !== undefined && /^(Ts|Class)/.test(node.type ?? '')) {
      declarations.set(name, { node, isExported });
    }
  }
  return { bytes: Buffer.from(text), start, imports, declarations };
}

/** Members of an interface or a class that others can use and that nothing says anything of. */
function undocumented(name: string, { type, body }: SyntaxNode, { bytes, start }: Module): string[] {
  const isInterface = type === 'TsInterfaceDeclaration';
  const members = isInterface
    ? (body as { body: SyntaxNode[] }).body
    : type === 'ClassDeclaration'
      ? body
      : [];
  return (members as SyntaxNode[]).filter(isVisible).flatMap((member) => {
    const span = member.span as { start: number; end: number };
    const before = bytes
      .subarray(0, span.start - start)
      .toString()
      .trimEnd();
    const [line] = bytes
      .subarray(span.start - start, span.end - start)
      .toString()
      .split('\n');
    return before.endsWith('*/') ? [] : [`${name} has no docstring for: ${line}`];
  });
}

function isVisible({ type, accessibility }: SyntaxNode): boolean {
  return type !== 'Constructor' && type !== 'StaticBlock' && (accessibility ?? 'public') === 'public';
}

/** The names of types in a declaration, but for what is private and the bodies of functions. */
function typesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  if (Array.isArray(node)) {
    return node.flatMap(typesIn);
  }
  const { type, accessibility, typeName, expression, ...fields } = node as SyntaxNode;
  if (type === 'BlockStatement' || type === 'FunctionBody' || (accessibility ?? 'public') !== 'public') {
    return [];
  }
  const named =
    type === 'TsTypeReference' ? typeName : type === 'TsExpressionWithTypeArguments' && expression;
  const name = (named as { value?: string } | undefined)?.value;
  return [...(name === undefined ? [] : [name]), ...Object.values(fields).flatMap(typesIn)];
}
