import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../lib/config/package-root';
import { stageJsii } from './stage';

/** `npm run jsii`: compiles the construct for the other languages of the CDK, and checks the examples. */
async function main(): Promise<void> {
  const folder = join(PACKAGE_ROOT, '.cache', 'jsii');
  await stageJsii(folder);
  const tool = (name: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(folder, 'node_modules', name, 'bin', name), ...args], {
      cwd: folder,
      stdio: 'inherit',
    });
  tool('jsii');
  tool(
    'jsii-rosetta',
    'extract',
    '--compile',
    '--fail',
    '--output',
    join(folder, 'examples.tabl.json'),
    folder,
  );
  process.stdout.write(`Compiled ${folder}\n`);
}

void main();
