import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage, PAGE_FOLDER } from '../lab/web/page-assets';
import { buildBundle } from '../lib/compute/bundle';
import { compileSources } from '../packaging/compiled-sources';

/** `npm run build`: everything that a published package carries in dist/. */
async function main(): Promise<void> {
  const bytes = await buildBundle();
  console.log(`Wrote dist/function, ${Math.round(bytes / 1024)} KB`);
  mkdirSync(PAGE_FOLDER, { recursive: true });
  for (const [name, content] of Object.entries(await buildPage())) {
    writeFileSync(join(PAGE_FOLDER, name), content);
  }
  console.log('Wrote dist/page');
  compileSources();
  console.log('Wrote dist/lib, dist/cli and what they import');
}

void main();
