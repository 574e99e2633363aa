import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../lib/config/load';
import { monitorJsonSchema } from '../../../lib/config/schema';

const ROOT = join(__dirname, '..', '..', '..');

describe('the file', () => {
  test('that is not there', () => {
    expect(() => loadConfig('nowhere.json')).toThrow(
      /^nowhere.json has a problem:\n {2}the file is missing; expected a configuration/,
    );
  });

  test.each([
    ['a comma too many', '{\n  "name": "x",\n}', 'line 3, column 1 is not valid JSON'],
    ['a comment', '{"name":"x"} // why', 'line 1, column 14 is not valid JSON'],
    ['an end too soon', '{"name": "x",', 'line 1, column 14 is not valid JSON'],
    ['nothing in it', '', 'line 1, column 1 is not valid JSON'],
  ])('with %s', (_name, text, line) => {
    const folder = mkdtempSync(join(tmpdir(), 'monitor-'));
    const file = join(folder, 'monitor.json');
    writeFileSync(file, text);
    try {
      expect(() => loadConfig(file)).toThrow(line);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('what is shipped', () => {
  const shipped = loadConfig(join(ROOT, 'monitor.json'));

  test('watches at least four servers, none of them of the pool, none smeared', () => {
    expect(shipped.servers.length).toBeGreaterThanOrEqual(4);
    for (const { host, smeared } of shipped.servers) {
      expect(host).not.toMatch(/pool\.ntp\.org|google|amazon|aws|facebook/);
      expect(smeared).toBe(false);
    }
  });

  test('asks servers of others no more often than once a minute on average', () => {
    expect(shipped.schedule.expression).toBe('rate(5 minutes)');
  });

  test('the JSON Schema is that of the code; if not, `npm run schema` writes it', () => {
    const file: unknown = JSON.parse(readFileSync(join(ROOT, 'monitor.schema.json'), 'utf8'));
    expect(file).toEqual(JSON.parse(JSON.stringify(monitorJsonSchema())));
  });

  test('every key of the JSON Schema is documented', () => {
    const undocumented: string[] = [];
    const visit = (node: { description?: string; properties?: object; items?: object }, path: string) => {
      if (!node.description && !path.endsWith('[]')) {
        undocumented.push(path);
      }
      for (const [key, value] of Object.entries(node.properties ?? {})) {
        visit(value, `${path}.${key}`);
      }
      if (node.items) {
        visit(node.items, `${path}[]`);
      }
    };
    visit(monitorJsonSchema(), 'monitor');
    expect(undocumented).toEqual([]);
  });
});
