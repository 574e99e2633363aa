import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorJsonSchema } from '../lib/config/schema';

/** `npm run schema`: writes the JSON Schema that editors check monitor.json against. */
const root = join(__dirname, '..');
const file = join(root, 'monitor.schema.json');
writeFileSync(file, JSON.stringify(monitorJsonSchema()));
execFileSync(join(root, 'node_modules', '.bin', 'biome'), ['format', '--write', file], { stdio: 'ignore' });
console.log('Wrote monitor.schema.json');
