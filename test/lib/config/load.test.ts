import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, loadConfigs } from '../../../lib/config/load';
import { monitorJsonSchema } from '../../../lib/config/schema';
import { type Json, monitorJson } from '../../../testkit/stack/synthesise';

const ROOT = join(__dirname, '..', '..', '..');

describe('the file', () => {
  test('that is not there', () => {
    expect(() => loadConfig('nowhere.json')).toThrow(
      /^nowhere.json has a problem:\n {2}the file is missing; expected a configuration/,
    );
  });

  test('that is a folder', () => {
    expect(() => loadConfig(tmpdir())).toThrow('the file is a folder; expected a configuration');
  });

  test.each([
    [
      'a key without quotation marks',
      '{\n  name: "x"\n}',
      'line 2, column 3 is not valid JSON; expected a key or a text in quotation marks',
    ],
    [
      'no comma',
      '{"name": "x"\n"servers": []}',
      'line 2, column 1 is not valid JSON; expected a comma before what comes next',
    ],
    ['an end too soon', '{"name": "x",', 'line 1, column 14 is not valid JSON; expected'],
    [
      'a key that stands twice',
      '{"servers": [{"host": "a.example"}, {"host": "b.example", "port": 1,\n "host": "c.example"}]}',
      'line 2, column 2 is "host", which this object has already; expected each key once',
    ],
    [
      'a hundred thousand levels',
      `{"name": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'the file is nested too deeply to be read; expected lists and objects a few levels deep',
    ],
    ['nothing in it', '', 'line 1, column 1 is not valid JSON; expected a value'],
    ['a second object', '{"name": "x"} {}', 'line 1, column 15 is not valid JSON; expected nothing more'],
    [
      'an encoding that nothing names',
      Buffer.from(JSON.stringify(monitorJson()), 'utf16le'),
      'the file is written in an encoding that nothing in it names; expected UTF-8',
    ],
    [
      'bytes that are no UTF-8',
      Buffer.from([0x7b, 0xff, 0x7d]),
      'the file is written in an encoding that nothing in it names',
    ],
  ])('with %s is refused', (_name, content, line) => {
    expect(() => inFile(content, loadConfig)).toThrow(line);
  });

  const JSON_TEXT = JSON.stringify(monitorJson());

  test.each([
    [
      'comments and trailing commas',
      '// why\n{ "name": "test", /* all of them */ "servers": ["a", "b", "c",], }',
    ],
    ['a byte order mark', `\ufeff${JSON_TEXT}`],
    ['UTF-16', Buffer.from(`\ufeff${JSON_TEXT}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${JSON_TEXT}`, 'utf16le').swap16()],
  ])('with %s is read', (_name, content) => {
    expect(inFile(content, loadConfig).name).toBe('test');
  });
});

describe('a file with several monitors', () => {
  const several = (...monitors: unknown[]) => JSON.stringify({ monitors });

  test('is all of them, in their order', () => {
    const content = several(monitorJson({ name: 'one' }), monitorJson({ name: 'two' }));
    expect(inFile(content, loadConfigs).map(({ name }) => name)).toEqual(['one', 'two']);
  });

  test.each([
    [
      'where one is expected',
      several(monitorJson({ name: 'one' }), monitorJson({ name: 'two' })),
      loadConfig,
      'monitors is a list of 2; expected a single monitor here',
    ],
    [
      'of one name',
      several(monitorJson(), monitorJson()),
      loadConfigs,
      'monitors[1].name is "test", which monitors[0] has already',
    ],
    [
      'of which one is wrong',
      several(monitorJson(), monitorJson({ name: 'two', limitMs: 0 })),
      loadConfigs,
      'monitors[1].limitMs is 0; expected a number',
    ],
    [
      'of which one is nothing',
      several(monitorJson(), 7),
      loadConfigs,
      'monitors[1] is 7; expected an object',
    ],
    ['that are none', several(), loadConfigs, 'monitors is []; expected at least one monitor'],
    [
      'beside a key of one',
      '{"monitors": [], "name": "x"}',
      loadConfigs,
      'name is not a known key; expected one of the keys $schema, monitors',
    ],
  ])('%s is refused', (_name, content, load, line) => {
    expect(() => inFile(content, load as (file: string) => unknown)).toThrow(line);
  });
});

/** Reads a file with this in it. */
function inFile<T>(content: string | Buffer, read: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'monitor-'));
  const file = join(folder, 'monitor.json');
  writeFileSync(file, content);
  try {
    return read(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

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
    const keys: string[] = [];
    const undocumented: string[] = [];
    const visit = (node: Json, path: string) => {
      for (const [key, value] of Object.entries<Json>(node.properties ?? {})) {
        keys.push(`${path}${key}`);
        if (!value.description) {
          undocumented.push(`${path}${key}`);
        }
        visit(value, `${path}${key}.`);
      }
      for (const part of [node.items, node.then, ...(node.anyOf ?? [])].filter(Boolean)) {
        visit(part, path);
      }
    };
    const schema: Json = monitorJsonSchema();
    visit(schema, '');
    visit(schema.definitions.monitor, '');
    expect(keys).toEqual(
      expect.arrayContaining(['monitors', 'servers.port', 'maintenance.at', 'reference.server']),
    );
    expect(undocumented).toEqual([]);
  });
});
