import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundle } from '../lib/compute/bundle';
import { PACKAGE_ROOT } from '../lib/config/package-root';

const JSII = __dirname;

/** What of the sources the construct consists of. Building the function is this repository's own. */
const STAGED_SOURCES = [
  'jsii/index.ts',
  'lib',
  'lambda/drift',
  'lambda/monitor',
  'lambda/ntp',
  'docs/runbook.md',
];
/** Examples without what jsii-rosetta can't translate: functions, and lists that are made of others. */
const EXAMPLES = ['one-stack.ts', 'own-topic.ts', 'pagerduty.ts'];

const BUILD_ONLY = ['lib/compute/bundle.ts', 'lib/compute/sdk-omissions.ts', 'lib/index.ts'];

/**
 * Lays out a project that jsii compiles: the sources, the function's bundle, what jsii/package.json asks for, and a README
 * with the examples, which jsii-rosetta compiles and translates. Not in jsii/ itself, where its second CDK would be found.
 */
export async function stageJsii(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const earlier of readdirSync(folder).filter((name) => name !== 'node_modules')) {
    rmSync(join(folder, earlier), { recursive: true });
  }
  for (const source of STAGED_SOURCES) {
    mkdirSync(join(folder, source, '..'), { recursive: true });
    cpSync(join(PACKAGE_ROOT, source), join(folder, source), { recursive: true });
  }
  for (const file of BUILD_ONLY) {
    rmSync(join(folder, file));
  }
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(join(JSII, name), join(folder, name));
  }
  install(folder);
  await buildBundle(join(folder, 'dist', 'function'));
  writeFileSync(join(folder, 'README.md'), readme());
}

/** Installs the packages of the lockfile, unless they are there. */
function install(folder: string): void {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const mark = join(folder, 'node_modules', '.installed-lock.json');
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
    const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    execFileSync('npm', ['ci', ...options], { cwd: folder, stdio: 'pipe' });
    writeFileSync(mark, lock);
  }
}

function readme(): string {
  const folder = join(PACKAGE_ROOT, 'examples');
  const examples = EXAMPLES.map(
    (name) => `## ${name}\n\n\`\`\`ts\n${readFileSync(join(folder, name), 'utf8')}\`\`\`\n`,
  );
  return `# ntp-drift-monitor\n\n${examples.join('\n')}`;
}
