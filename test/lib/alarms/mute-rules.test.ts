import { Template } from 'aws-cdk-lib/assertions';
import { type Json, manyServers, resources, SERVERS, stackOf } from '../../../testkit/stack/synthesise';

function rulesFor(changes: Record<string, unknown>): Json[] {
  return Object.values(resources(Template.fromStack(stackOf(changes)), 'AWS::CloudWatch::AlarmMuteRule'));
}

const muted = ({ MuteTargets }: Json): unknown[] => MuteTargets.AlarmNames;

test('without maintenance nothing is muted', () => {
  expect(rulesFor({})).toEqual([]);
});

test('a window that comes again mutes every alarm that tells somebody', () => {
  const [rule, ...others] = rulesFor({
    maintenance: [{ cron: '0 2 * * SUN', timeZone: 'Europe/Stockholm', minutes: 90 }],
  });
  expect(others).toEqual([]);
  expect(rule.Rule.Schedule).toMatchObject({
    Expression: 'cron(0 2 * * SUN)',
    Timezone: 'Europe/Stockholm',
    Duration: 'PT1H30M',
  });
  expect(muted(rule).length).toBeGreaterThan(15);
});

test('a window for some servers mutes theirs alone, once', () => {
  const [rule] = rulesFor({ maintenance: [{ at: '2026-12-24T02:00', minutes: 60, servers: ['a'] }] });
  expect(rule.Rule.Schedule.Expression).toContain('at(2026-12-24T02:00');
  expect(muted(rule)).toHaveLength(4);
});

test('more alarms than a rule takes are muted by several', () => {
  const servers = [...SERVERS, ...manyServers(37).map((each) => ({ ...each, role: 'target' }))];
  const rules = rulesFor({ servers, maintenance: [{ cron: '0 2 * * SUN', minutes: 60 }] });
  expect(rules.length).toBeGreaterThan(1);
  expect(Math.max(...rules.map((rule) => muted(rule).length))).toBe(100);
});

test('of a fleet, single servers have no alarms to mute: the function leaves them out', () => {
  const maintenance = [{ cron: '0 2 * * SUN', minutes: 60, servers: ['a'] }];
  expect(rulesFor({ detail: 'fleet', maintenance })).toEqual([]);
});
