import { Stack, TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { resolveProps } from '../../lib/intake';
import { newApp, refusal, SERVERS } from '../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };
/** The context in which the CLI keeps a parameter's value after it has looked it up. */
const KEY = 'ssm:account=111122223333:parameterName=/x:region=eu-west-1';
const { expression } = ScheduleExpression;

/** What the construct says to props that a parameter is part of: `accepted`, or its refusal. */
function verdictOn(make: (text: string) => object, value?: string): string {
  const app = newApp();
  if (value !== undefined) {
    app.node.setContext(KEY, value);
  }
  const stack = new Stack(app, 'Test', { env: ENV });
  const props = make(StringParameter.valueFromLookup(stack, '/x'));
  try {
    resolveProps(
      new Construct(stack, 'Monitor'),
      { monitorName: 'test', servers: SERVERS, ...props },
      45_000,
    );
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

const window = (changes: object) => ({
  maintenance: [{ cron: '0 2 * * SUN', minutes: 60, ...changes }],
});
const slack = (changes: object) => ({
  notify: { slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD', ...changes } },
});
const TEAM = '00000000-0000-4000-8000-000000000001';
const teams = (changes: object) => ({
  notify: {
    teams: { tenantId: TEAM, teamId: TEAM, channelId: '19%3aabc%40thread.tacv2', ...changes },
  },
});

describe('a parameter that the CLI looks up passes the first synthesis, and is checked in the second:', () => {
  test.each<[what: string, make: (text: string) => object, path: string, wrong: string, right: string]>([
    ['a time zone', (x) => ({ schedule: rateIn(x) }), 'timeZone', 'Mars', 'Europe/Stockholm'],
    ['a schedule', (x) => ({ schedule: expression(x) }), 'schedule', 'hourly', 'rate(1 hour)'],
    ['a part of one', (x) => ({ schedule: expression(`rate(${x} minutes)`) }), 'schedule', '1', '5'],
    [
      'a field of a cron',
      (x) => ({ schedule: ScheduleExpression.cron({ minute: x }) }),
      'schedule',
      '99',
      '0/5',
    ],
    [
      'a workspace of Slack',
      (x) => slack({ workspaceId: x }),
      'notify.slack.workspaceId',
      'ours',
      'T0123ABCD',
    ],
    ['a channel of Slack', (x) => slack({ channelId: x }), 'notify.slack.channelId', '#ntp', 'C0123ABCD'],
    ['a tenant of Teams', (x) => teams({ tenantId: x }), 'notify.teams.tenantId', 'ours', TEAM],
    [
      'a channel of Teams',
      (x) => teams({ channelId: x }),
      'notify.teams.channelId',
      'ntp',
      '19%3aabc%40thread.tacv2',
    ],
    ["a window's cron", (x) => window({ cron: x }), 'maintenance[0].cron', 'at night', '0 2 * * *'],
    ["a window's hour", (x) => window({ cron: `0 ${x} * * SUN` }), 'maintenance[0].cron', '25', '3'],
    [
      "a window's date",
      (x) => window({ cron: undefined, at: x }),
      'maintenance[0].at',
      'soon',
      '2026-12-24T02:00',
    ],
    ["a window's zone", (x) => window({ timeZone: x }), 'maintenance[0].timeZone', 'Mars', 'UTC'],
    ["a window's server", (x) => window({ servers: [x] }), 'maintenance[0].servers[0]', 'z', 'b'],
    ['the server that judges', (x) => ({ reference: { server: x } }), 'reference.server', 'z', 'a'],
    ['a role', (role) => ({ servers: [{ host: 'x', role }, ...SERVERS] }), 'servers[0].role', 'x', 'target'],
    ['the detail', (detail) => ({ detail }), 'detail', 'half', 'fleet'],
  ])('%s', (_what, make, path, wrong, right) => {
    expect(verdictOn(make)).toBe('accepted');
    const sentence = verdictOn(make, wrong);
    expect(sentence).toMatch(
      new RegExp(
        `^NtpDriftMonitor Test/Monitor has a problem:\n {2}${escaped(path)} is ".*"; expected .*\\.$`,
      ),
    );
    expect(sentence).toContain(wrong);
    expect(verdictOn(make, right)).toBe('accepted');
  });

  test('hosts in one text', () => {
    const make = (text: string) => ({ servers: text.split(',').map((host) => ({ host })) });
    expect(verdictOn(make)).toBe('accepted');
    expect(verdictOn(make, 'a.example,b.example')).toMatch(
      /servers is a list with 2 voting servers; expected/,
    );
    expect(verdictOn(make, 'a.example,b.example,c.example')).toBe('accepted');
  });
});

test('a number of a parameter that is still to be looked up is refused with what to do', () => {
  expect(verdictOn((text) => ({ limitMs: Number(text) }))).toBe(
    'NtpDriftMonitor Test/Monitor has a problem:\n' +
      '  limitMs is NaN (give valueFromLookup a default, if it is looked up); expected a number of milliseconds above 0.',
  );
});

test('a parameter that is still to be looked up is refused by parseConfig with what to do', () => {
  expect(refusal({ name: 'test', servers: SERVERS, timeZone: 'dummy-value-for-/zone' })).toBe(
    'monitor.json has a problem:\n  timeZone is "dummy-value-for-/zone", a parameter that is still to be looked up; ' +
      'expected a literal value: give NtpDriftMonitor its props where a value is looked up.',
  );
});

function rateIn(timeZone: string) {
  return expression('rate(5 minutes)', TimeZone.of(timeZone));
}

function escaped(text: string): string {
  return text.replaceAll(/[[\].]/g, '\\$&');
}
