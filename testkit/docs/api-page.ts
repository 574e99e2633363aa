import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ClassDeclaration,
  type Module,
  parseSync,
  type Span,
  type TsInterfaceDeclaration,
} from '@swc/core';
import { ROOT } from '../checks/repository';

/** The declarations of the API page, in its order, by file. Everything else is reached through these. */
const DOCUMENTED: readonly [file: string, ...names: string[]][] = [
  ['lib/ntp-drift-monitor.ts', 'NtpDriftMonitor'],
  ['lib/ntp-drift-monitor-props.ts', 'NtpDriftMonitorProps'],
  ['lib/metric-methods.ts', 'MetricMethods'],
  ['lib/monitor-metrics.ts', 'MonitorMetrics'],
  ['lib/alarms/alarm-selection.ts', 'AlarmSelection'],
  ['lib/monitor-stack.ts', 'MonitorStack', 'MonitorStackProps'],
  [
    'lib/config/monitor-input.ts',
    ...['MonitorInput', 'ReferenceServer', 'Maintenance', 'VpcIds', 'MonitoredServer'],
  ],
  ['lib/config/parts/notify-input.ts', 'Notify', 'NotifyChannels', 'SlackChannel', 'TeamsChannel'],
];

/** A member of a class or an interface that others can use. */
interface Member {
  /** As it is declared, without a body. */
  readonly signature: string;
  readonly text: string;
  readonly isOptional: boolean;
  readonly default: string | undefined;
}

/** A member as swc has it, as far as it is read. */
interface Declared {
  readonly span: Span;
  readonly function?: { readonly body?: { readonly span: Span } };
}

interface Declaration {
  readonly name: string;
  readonly text: string;
  readonly members: readonly Member[];
}

/**
 * The API page, made of the docstrings of the public classes and interfaces.
 * @throws Error for something public without a docstring, or an optional property without `@default`
 */
export function apiPage(): string {
  const declarations = DOCUMENTED.flatMap(([file, ...names]) => readDeclarations(join(ROOT, file), names));
  return [
    '# API',
    '',
    'What the package exports, made of the docstrings by `UPDATE_DOCS=1 npx jest test/docs/api-page.test.ts`.',
    ...declarations.flatMap(section),
    '',
  ].join('\n');
}

function section({ name, text, members }: Declaration): string[] {
  const rows = members.map(
    (each) =>
      `| \`${each.signature.replaceAll('|', '\\|')}\` | ${tableCell(each.text)} | ${each.isOptional ? tableCell(each.default ?? '') : ''} |`,
  );
  return ['', `## ${name}`, '', text, '', '| Member | Meaning | Default |', '|---|---|---|', ...rows];
}

function tableCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function readDeclarations(file: string, names: readonly string[]): Declaration[] {
  const source = new Source(file);
  return names.map((name) => {
    const found = source.declarations().find(({ declaration }) => declaredName(declaration) === name);
    if (!found) {
      throw new Error(`${file} has no exported class or interface ${name}`);
    }
    const { declaration, span } = found;
    const members = declaration.type === 'TsInterfaceDeclaration' ? declaration.body.body : declaration.body;
    return {
      name,
      text: source.docstring(span, name).text,
      members: members
        .filter((each) => 'span' in each && isPublic(each))
        .map((each) => source.member(each as unknown as { span: Span; optional?: boolean }, name)),
    };
  });
}

function declaredName(declaration: ClassDeclaration | TsInterfaceDeclaration): string {
  return declaration.type === 'TsInterfaceDeclaration' ? declaration.id.value : declaration.identifier.value;
}

/** Constructors are written in the README, and what is private is nobody's business. */
function isPublic(member: object): boolean {
  const { type, accessibility } = member as { type: string; accessibility?: string };
  return type !== 'Constructor' && (accessibility ?? 'public') === 'public' && type !== 'TsIndexSignature';
}

/** A source file whose declarations are cut out by swc's spans, which count bytes. */
class Source {
  private readonly bytes: Buffer;
  private readonly module: Module;
  private readonly start: number;

  constructor(private readonly file: string) {
    this.bytes = readFileSync(file);
    // The spans go on from those of the file that was parsed before: an empty one says where that was.
    this.start = parseSync('', { syntax: 'typescript' }).span.end;
    this.module = parseSync(this.bytes.toString(), { syntax: 'typescript' });
  }

  declarations() {
    return this.module.body.flatMap((item) =>
      item.type === 'ExportDeclaration' &&
      (item.declaration.type === 'ClassDeclaration' || item.declaration.type === 'TsInterfaceDeclaration')
        ? [{ declaration: item.declaration, span: item.span }]
        : [],
    );
  }

  private isInterface(name: string): boolean {
    return this.declarations().some(
      ({ declaration }) => declaration.type === 'TsInterfaceDeclaration' && declaration.id.value === name,
    );
  }

  member({ span, function: method }: Declared, owner: string): Member {
    const whole = this.cut(span.start, method?.body?.span.start ?? span.end).trim();
    const signature = whole
      .replace(/^(abstract|override)\s+/, '')
      .replace(/;$/, '')
      .replaceAll(/\s+/g, ' ');
    const { text, default: fallback } = this.docstring(span, `${owner}.${signature}`);
    const isOptional = /^(readonly )?\w+\?/.test(signature);
    if (isOptional && fallback === undefined && this.isInterface(owner)) {
      throw new Error(`${this.file}: ${owner}.${signature} has no @default`);
    }
    return { signature, text, isOptional, default: fallback?.replace(/^- /, '') };
  }

  /** The comment that ends where a declaration begins. */
  docstring({ start }: Span, what: string): { text: string; default: string | undefined } {
    const before = this.cut(this.start, start);
    const [, comment] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before) ?? [];
    if (comment === undefined) {
      throw new Error(`${this.file}: ${what} has no docstring`);
    }
    const lines = comment
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, '').trim())
      .join('\n')
      .trim();
    const [text = '', ...tags] = lines.split(/\n@|^@/m);
    const fallback = tags.find((tag) => tag.startsWith('default '))?.slice('default '.length);
    const thrown = tags.filter((tag) => tag.startsWith('throws')).map((tag) => `Throws ${tag.slice(7)}.`);
    return { text: [text.trim(), ...thrown].filter(Boolean).join(' '), default: fallback };
  }

  private cut(start: number, end: number): string {
    return this.bytes.subarray(start - this.start, end - this.start).toString();
  }
}
