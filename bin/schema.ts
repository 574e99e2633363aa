import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorJsonSchema } from '../lib/config';

/** `npm run schema`: writes the JSON Schema that editors check monitor.json against. */
const file = join(__dirname, '..', 'monitor.schema.json');
writeFileSync(file, `${JSON.stringify(monitorJsonSchema(), null, 2)}\n`);
console.log('Wrote monitor.schema.json');
