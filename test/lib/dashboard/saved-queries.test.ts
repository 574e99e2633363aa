import { Template } from 'aws-cdk-lib/assertions';
import { logResult } from '../../../lambda/function/log';
import { LOG_MESSAGE } from '../../../lambda/monitor/log-message';
import type { PacketFields } from '../../../lambda/monitor/reading';
import { remark } from '../../../lambda/monitor/remarks/remark';
import { captureLog } from '../../../testkit/function/invocation';
import { KNOWN_DRIFT, reading, result, UNUSABLE } from '../../../testkit/function/sample-readings';
import { bodyOf, widgetsOf } from '../../../testkit/stack/dashboard-json';
import { deploy, type Json, resources, stackOf } from '../../../testkit/stack/synthesise';

/** Words of the query language (CloudWatch Logs User Guide, "Logs Insights query syntax"), as far as we use it. */
const LANGUAGE =
  /^(filter|fields|sort|limit|dedup|stats|as|by|asc|desc|and|or|count|sum|avg|bin|m|latest|earliest|not|ispresent|now|h)$/;

const { template } = deploy();
const saved = Object.values(resources(template, 'AWS::Logs::QueryDefinition'));
const shown = widgetsOf(bodyOf(template), 'log');
const queries: [string, string][] = [
  ...saved.map(({ Name, QueryString }): [string, string] => [Name, QueryString]),
  ...shown.map(({ properties }): [string, string] => [
    properties.title,
    properties.query.replace(/^SOURCE '[^']*' \| /, ''),
  ]),
];

/** The names of a record's fields, as Logs Insights finds them: nested ones with dots. */
function fieldsOf(record: Json, prefix = ''): string[] {
  return Object.entries<Json>(record).flatMap(([key, value]) => [
    `${prefix}${key}`,
    ...(value !== null && typeof value === 'object' ? fieldsOf(value, `${prefix}${key}.`) : []),
  ]);
}

/** What a query asks for that isn't in the record or given a name by the query itself. */
function unknownFields(query: string, known: readonly string[]): string[] {
  const bare = query.replace(/"[^"]*"/g, ' ');
  const aliases = [...bare.matchAll(/ as (\w+)/g)].map(([, alias]) => alias!);
  const words = [...bare.matchAll(/@?[A-Za-z][\w.]*/g)].map(([word]) => word);
  return words.filter((word) => !LANGUAGE.test(word) && !known.includes(word) && !aliases.includes(word));
}

const PACKET: PacketFields = {
  leap: 0,
  version: 4,
  mode: 4,
  stratum: 1,
  poll: 6,
  precision: -24,
  rootDelayMs: 0,
  rootDispersionMs: 0.1,
  refId: 'GPS',
  referenceTime: null,
  originTime: null,
  receiveTime: null,
  transmitTime: null,
  destinationTime: null,
};

const DRIFT_OF_A = { ...KNOWN_DRIFT, timeLeft: { hoursToLimit: 3, rangeHours: { least: 2, most: 3 } } };
const REMARKS_OF_A = [remark('free-running', 'no source'), remark('distance', 'far')];

/** Fields of the records by their message, from what the function really writes. */
async function recordFields(): Promise<Record<string, string[]>> {
  const lost = result(
    [reading('a', { packet: PACKET, drift: DRIFT_OF_A, remarks: REMARKS_OF_A }), reading('b', UNUSABLE)],
    {
      known: false,
      explanation: 'why',
    },
  );
  const { lines } = await captureLog(async () => logResult(lost, 'request-1', new Set(['b'])));
  const built = ['@timestamp', '@message'];
  const of = (message: string) =>
    lines.filter((line: Json) => line.message === message).flatMap((line) => [...built, ...fieldsOf(line)]);
  return {
    [LOG_MESSAGE.reading]: of(LOG_MESSAGE.reading),
    [LOG_MESSAGE.run]: of(LOG_MESSAGE.run),
    [LOG_MESSAGE.publishFailed]: [...built, 'message', 'requestId', 'monitor', 'explanation'],
  };
}

test.each(queries)('%s: asks for fields that the log has', async (_title, query) => {
  const fields = await recordFields();
  const message = /message = "([^"]+)"/.exec(query)?.[1];
  expect(Object.keys(fields)).toContain(message);
  expect(unknownFields(query, fields[message!]!)).toEqual([]);
});

test('A field that nobody writes is found in a query', async () => {
  const { reading: known } = await recordFields();
  expect(unknownFields('fields server, offset as x | sort x desc', known!)).toEqual(['offset']);
});

/** CloudWatch Logs User Guide, "dedup": the only command after it may be `limit`. */
test.each(queries.filter(([, query]) => query.includes('dedup')))(
  '%s: nothing but a limit follows dedup',
  (_title, query) => {
    expect(query.slice(query.indexOf('dedup'))).toMatch(/^dedup \w+\s*\| limit \d+$/);
  },
);

test.each([
  ['rate(1 minute)', 2],
  ['rate(1 hour)', 3],
  ['rate(6 hours)', 15],
  ['rate(1 day)', 60],
])('with %s, "now" goes back %s hours: two runs and a half', (schedule, hours) => {
  const stack = Template.fromStack(stackOf({ schedule }));
  const asked = [
    ...Object.values(resources(stack, 'AWS::Logs::QueryDefinition')).map(({ QueryString }) => QueryString),
    ...widgetsOf(bodyOf(stack), 'log').map(({ properties }) => properties.query),
  ].filter((query) => query.includes('now()'));
  expect(new Set(asked.map((query) => /now\(\) - (\d+)h/.exec(query)?.[1]))).toEqual(
    new Set([String(hours)]),
  );
});

const latest = shown.find(({ properties }) => properties.title.startsWith('Last reading'));

test('the last reading of every server says what a person wants to know of it', () => {
  for (const field of ['stratum', 'leap', 'refId', 'reason', 'verdict', 'offsetMs', 'uncertaintyMs']) {
    expect(latest.properties.query).toContain(field);
  }
});

test.each(queries.filter(([, query]) => query.includes('message = "reading"')))(
  '%s: takes a reading of a voter once, however many shards measure it',
  (_title, query) => {
    const once = query.includes('not ispresent(repeated)') || query.includes('dedup server');
    const ofOneServer = query.includes('server = "');
    expect(once).toBe(!ofOneServer);
  },
);

test('a table that stops before the end of a fleet says so', () => {
  const [, limit] = /limit (\d+)$/.exec(latest.properties.query)!;
  expect(latest.properties.title).toContain(`${limit} at most`);
});

test('saved queries stand together under the name of the monitor, and look at its log', () => {
  expect(saved.length).toBeGreaterThan(0);
  for (const { Name, LogGroupNames } of saved) {
    expect(Name).toMatch(/^NTP drift monitor\/test\/.+/);
    expect(LogGroupNames).toEqual([{ Ref: Object.keys(resources(template, 'AWS::Logs::LogGroup'))[0] }]);
  }
});
