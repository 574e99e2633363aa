import { Aws, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { newApp, refusal, SERVERS } from '../../../../testkit/stack/synthesise';

const stack = new Stack(newApp(), 'Test');
const number = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
const text = new CfnParameter(stack, 'Text').valueAsString;

const withHost = (server: object | string) => ({ servers: [server, ...SERVERS] });

test.each<[what: string, path: string, changes: object]>([
  ['a name with a region', 'name', { name: `ntp-${Aws.REGION}` }],
  ['a name with a number', 'name', { name: `ntp-${number}` }],
  ['a limit', 'limitMs', { limitMs: number }],
  ['a schedule', 'schedule', { schedule: `rate(${number} minutes)` }],
  ['a host', 'servers[0].host', withHost({ host: text })],
  ['a port', 'servers[0].port', withHost({ host: 'x.example', port: number })],
  ['a host alone', 'servers[0]', withHost(`ntp1.${text}`)],
  ['a mail', 'notify.email[0]', { notify: { email: [text] } }],
  ["a topic's ARN", 'notify.warn.topicArn', { notify: { warn: { topicArn: text } } }],
])(
  '%s that is known only at deployment is refused in one sentence by parseConfig',
  (_what, path, changes) => {
    const expected =
      'a literal value: give NtpDriftMonitor its props where a value is known only at deployment';
    expect(refusal({ name: 'test', servers: SERVERS, ...changes })).toBe(
      `monitor.json has a problem:\n  ${path} is known only at deployment; expected ${expected}.`,
    );
  },
);

const withServer = (key: string) => (value: unknown) => withHost({ host: 'x.example', [key]: value });

describe.each([-2, -0.5, 1000])(
  'a number that is computed of one of the CDK, times %d, is refused in one sentence',
  (factor) => {
    test.each<[path: string, make: (value: number) => object]>([
      ['limitMs', (limitMs) => ({ limitMs })],
      ['maxVoterDistanceMs', (maxVoterDistanceMs) => ({ maxVoterDistanceMs })],
      ['costCeilingUsd', (costCeilingUsd) => ({ costCeilingUsd })],
      ['logRetentionDays', (logRetentionDays) => ({ logRetentionDays })],
      ['maintenance[0].minutes', (minutes) => ({ maintenance: [{ cron: '0 2 * * *', minutes }] })],
      ['servers[0].port', withServer('port')],
      ['servers[0].limitMs', withServer('limitMs')],
      ['servers[0].maxReferenceAgeMs', withServer('maxReferenceAgeMs')],
      ['name', (value) => ({ name: `ntp-${value}` })],
      ['schedule', (value) => ({ schedule: `rate(${value} minutes)` })],
    ])('%s', (path, make) => {
      const message = refusal({ name: 'test', servers: SERVERS, ...make(number * factor) });
      expect(message).toMatch(/^monitor\.json has a problem:\n.*$/);
      expect(message).toContain(`  ${path} is known only at deployment; expected a literal value`);
    });
  },
);

test.each<[what: string, input: unknown, path: string]>([
  ['the whole', Token.asAny({ Ref: 'X' }), 'the file is known'],
  ['a part', { name: 'test', servers: Token.asAny({ Ref: 'X' }) }, 'servers is known'],
  ['a key', { name: 'test', servers: SERVERS, [text]: 1 }, 'the file is an object with a key that is known'],
])('%s that is a token of the CDK is refused without its words', (_what, input, path) => {
  expect(refusal(input)).toContain(`has a problem:\n  ${path} only at deployment; expected a literal value`);
});

test.each<[what: string, changes: object]>([
  ['a port', withHost({ host: 'x.example', port: 99_999.5 })],
  ['servers that are no list', { servers: 5 }],
])('%s is told of once', (_what, changes) => {
  expect(refusal({ name: 'test', servers: SERVERS, ...changes })).toMatch(/has a problem:\n.*$/);
});

test('values of the CDK that are known only at deployment are refused by all of their paths', () => {
  const message = refusal({ name: `ntp-${Aws.REGION}`, servers: SERVERS, limitMs: number });
  expect(message).toMatch(/^monitor\.json has 2 problems:\n {2}name is known .*\n {2}limitMs is known .*$/);
  expect(message).not.toMatch(/Token|e\+289/);
});

test.each([
  ['runbook', 'our wiki', 'runbook is "our wiki"'],
  ['runbook', 'https://a b', 'runbook is "https://a b"'],
  ['notify', { https: ['http://a.example'] }, 'notify.https[0] is "http://a.example"'],
  ['notify', { https: ['nope'] }, 'notify.https[0] is "nope"'],
])('a URL that is wrong is told of once: %s of %j', (key, value, problem) => {
  const message = refusal({ name: 'test', servers: SERVERS, [key]: value });
  expect(message).toContain(`monitor.json has a problem:\n  ${problem}; expected a URL that begins with`);
  expect(message.split('\n')).toHaveLength(2);
});
