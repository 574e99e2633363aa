import type { AlarmDefinition } from '../../../lib/alarms/alarm-definition';
import { FLEET_OF_1000, policyFor, TARGETS, titles } from '../../../testkit/alarms/policies';
import { SERVERS } from '../../../testkit/stack/synthesise';

const POLICIES = {
  small: policyFor(),
  sixty: policyFor({ servers: [...SERVERS, ...TARGETS.slice(0, 57)], detail: 'full' }),
  oneShard: policyFor({ servers: [...SERVERS, ...TARGETS.slice(0, 97)] }),
  fleet: policyFor(FLEET_OF_1000),
  rarely: policyFor({ schedule: 'rate(5 minutes)' }),
  hourly: policyFor({ schedule: 'rate(1 hour)' }),
  byClock: policyFor({ servers: SERVERS, reference: 'clock' }),
  fleetByClock: policyFor({ ...FLEET_OF_1000, reference: 'clock' }),
};

function found(policy: keyof typeof POLICIES, title: string): AlarmDefinition {
  return POLICIES[policy].find((each) => each.title === title && (each.server ?? 'a') === 'a')!;
}

/** Points that are bad, M of N periods, and what a gap does. */
function ruleOf(alarm: AlarmDefinition): string {
  if (alarm.kind === 'composite') {
    return `any of ${alarm.anyOf.join(', ')}`;
  }
  const { comparison, threshold, datapointsToAlarm, evaluationPeriods, periodMinutes, missingData } = alarm;
  return `${comparison} ${threshold} in ${datapointsToAlarm} of ${evaluationPeriods} x ${periodMinutes} min, ${missingData}`;
}

function metricsOf(alarm: AlarmDefinition): string {
  const used = alarm.kind === 'metric' ? Object.values(alarm.metrics) : [];
  return used.map((use) => `${use.statistic} of ${'metric' in use ? use.metric : use.service}`).join(', ');
}

/** Every alarm at a run a minute, and what changes with five: who is told, whether of its end, by which rule, on which metrics. */
const RULES = `
  small        | not watching               | page | told   | any of silent, sparse, failing, not delivered |
  small        | silent                     | none | untold | < 1 in 4 of 4 x 1 min, breaching              | SampleCount of truechimers
  small        | sparse                     | none | untold | < 7 in 1 of 1 x 1 min, ignore                 | Sum of runsPublished
  small        | failing                    | none | untold | >= 1 in 4 of 5 x 1 min, ignore                | Sum of errors
  small        | not delivered              | none | untold | >= 1 in 4 of 5 x 1 min, notBreaching          | Sum of dropped
  small        | runs lost                  | warn | told   | > 2 in 14 of 17 x 1 min, ignore               | Maximum of undelivered, Maximum of failed, Sum of runsPublished
  small        | reference lost             | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsWithoutReference, SampleCount of truechimers
  small        | clocks disagree            | warn | told   | > 50 in 4 of 12 x 1 min, ignore               | Average of clockOffset
  small        | outvoted                   | warn | told   | >= 10 in 1 of 1 x 1 min, ignore               | Sum of runsOutvoted, Sum of runsPublished
  small        | remarks                    | warn | told   | >= 10 in 1 of 1 x 1 min, ignore               | Sum of runsRemarked, Sum of runsPublished
  small        | servers outside            | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsOutside, SampleCount of clockOffset
  byClock      | servers outside            | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsOutside, SampleCount of serversOutside
  small        | servers lost               | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsUnusable, SampleCount of clockOffset
  byClock      | servers lost               | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsUnusable, SampleCount of serversUnusable
  small        | more servers outside       | page | untold | >= 1 in 1 of 2 x 4 min, notBreaching          | Minimum of serversOutside, Maximum of serversOutside, Minimum of runsOutside
  small        | more servers lost          | page | untold | >= 1 in 1 of 2 x 4 min, notBreaching          | Minimum of serversUnusable, Maximum of serversUnusable, Maximum of truechimers, Minimum of runsUnusable
  byClock      | more servers lost          | page | untold | >= 1 in 1 of 2 x 4 min, notBreaching          | Minimum of serversUnusable, Maximum of serversUnusable, Minimum of runsUnusable
  small        | outside now and then       | warn | told   | > 0 in 3 of 60 x 1 min, notBreaching          | Maximum of serversOutside
  small        | servers uncertain          | warn | told   | >= 10 in 1 of 1 x 1 min, ignore               | Sum of runsUncertain, Sum of runsPublished
  sixty        | servers uncertain          | warn | told   | >= 10 in 1 of 1 x 1 min, ignore               | Sum of runsUncertain, Sum of runsPublished
  small        | outside                    | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of serverRunsOutside, SampleCount of uncertainty
  small        | unusable                   | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of serverRunsUnusable, SampleCount of usable
  small        | uncertain                  | warn | told   | >= 10 in 1 of 1 x 1 min, ignore               | Sum of serverRunsUncertain, Sum of runsPublished
  small        | drifting                   | warn | told   | > 0 in 3 of 6 x 1 min, ignore                 | Minimum of hoursToLimit, SampleCount of usable
  sixty        | drifting                   | warn | told   | > 0 in 3 of 6 x 1 min, ignore                 | Minimum of leastHoursToLimit, SampleCount of truechimers
  oneShard     | fleet outside              | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsOutside, SampleCount of clockOffset
  fleetByClock | fleet outside              | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsOutside, SampleCount of serversOutside
  oneShard     | fleet unusable             | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsUnusable, SampleCount of clockOffset
  fleetByClock | fleet unusable             | page | told   | >= 4 in 1 of 1 x 1 min, ignore                | Sum of runsUnusable, SampleCount of serversUnusable
  oneShard     | names outside              | none | untold | >= 1 in 3 of 6 x 1 min, notBreaching          |
  oneShard     | names unusable             | none | untold | < 1 in 3 of 6 x 1 min, notBreaching           |
  fleet        | more of the fleet outside  | page | untold | >= 2 in 4 of 5 x 1 min, ignore                | Sum of serversOutside
  fleet        | fleet outside 1 percent    | page | untold | >= 10 in 4 of 5 x 1 min, ignore               | Sum of serversOutside
  fleet        | fleet outside 10 percent   | page | untold | >= 100 in 4 of 5 x 1 min, ignore              | Sum of serversOutside
  fleet        | more of the fleet unusable | page | untold | >= 2 in 4 of 5 x 1 min, ignore                | Sum of serversUnusable, Maximum of truechimers, Sum of shardsWithoutReference
  fleet        | fleet unusable 1 percent   | page | untold | >= 10 in 4 of 5 x 1 min, ignore               | Sum of serversUnusable, Maximum of truechimers, Sum of shardsWithoutReference
  fleet        | fleet unusable 10 percent  | page | untold | >= 100 in 4 of 5 x 1 min, ignore              | Sum of serversUnusable, Maximum of truechimers, Sum of shardsWithoutReference
  fleetByClock | fleet unusable 10 percent  | page | untold | >= 100 in 4 of 5 x 1 min, ignore              | Sum of serversUnusable
  fleet        | fleet incomplete           | page | told   | < 0.625 in 2 of 2 x 5 min, ignore             | Sum of servers, Sum of serversConfigured
  fleet        | fleet thin                 | warn | told   | < 0.875 in 2 of 2 x 5 min, notBreaching       | Sum of servers, Sum of serversConfigured
  fleet        | fleet unjudged             | page | told   | >= 1 in 4 of 12 x 1 min, ignore               | Maximum of truechimers, Sum of shardsWithoutReference
  rarely       | silent                     | none | untold | < 1 in 2 of 2 x 5 min, breaching              | SampleCount of truechimers
  rarely       | sparse                     | none | untold | < 5 in 1 of 1 x 5 min, ignore                 | Sum of runsPublished
  rarely       | runs lost                  | warn | told   | > 2 in 50 of 57 x 1 min, ignore               | Maximum of undelivered, Maximum of failed, Sum of runsPublished
  rarely       | reference lost             | page | told   | >= 3 in 1 of 1 x 5 min, ignore                | Sum of runsWithoutReference, SampleCount of truechimers
  rarely       | outvoted                   | warn | told   | >= 7 in 1 of 1 x 5 min, ignore                | Sum of runsOutvoted, Sum of runsPublished
  hourly       | outvoted                   | warn | told   | >= 1 in 5 of 6 x 60 min, ignore               | Sum of runsOutvoted, Sum of runsPublished
  rarely       | more servers lost          | page | untold | >= 1 in 1 of 2 x 15 min, notBreaching         | Minimum of serversUnusable, Maximum of serversUnusable, Maximum of truechimers, Minimum of runsUnusable
  hourly       | more servers lost          | page | untold | >= 1 in 1 of 2 x 120 min, notBreaching        | Minimum of serversUnusable, Maximum of serversUnusable, Maximum of truechimers
  rarely       | outside now and then       | warn | told   | > 0 in 3 of 60 x 5 min, notBreaching          | Maximum of serversOutside
`
  .trim()
  .split('\n')
  .map((row) => row.split('|').map((cell) => cell.trim()) as [keyof typeof POLICIES, ...string[]]);

test.each(RULES)('%s: "%s" tells as %s, its end is %s: %s, %s', (policy, title, ...expected) => {
  const alarm = found(policy, title!);
  const end = alarm.isEndTold ? 'told' : 'untold';
  expect([alarm.severity, end, ruleOf(alarm), metricsOf(alarm)]).toEqual(expected);
});

test('a day is as far as "outside now and then" can look back', () => {
  const hourly = policyFor({ schedule: 'rate(30 minutes)' }).find(
    ({ title }) => title === 'outside now and then',
  )!;
  expect([ruleOf(hourly), hourly.problem]).toEqual([
    '> 0 in 3 of 48 x 30 min, notBreaching',
    'Servers went outside 3 times or more within 48 runs.',
  ]);
});

test('by the clock there is no reference time to be lost', () => {
  const { kind, problem, ...alarm } = found('byClock', 'more servers lost');
  expect([kind, problem]).toEqual(['metric', 'Further servers fell silent while others were already.']);
  expect('expression' in alarm && alarm.expression).toBe(
    'IF(mark + 0 * least < 0, 0, IF((most - DIFF(most) >= 2) * (least - DIFF(least) > 0) * ((least - DIFF(least) >= 2) + (most - least - DIFF(most) + DIFF(least) <= 1) > 0), least - most + DIFF(most), 0))',
  );
});

test('every alarm has its rule here', () => {
  const ruled = RULES.map(([, title]) => title);
  expect(
    Object.values(POLICIES)
      .flatMap(titles)
      .filter((title) => !ruled.includes(title)),
  ).toEqual([]);
});

test.each([
  ['oneShard', ['fleet incomplete', 'fleet thin', 'fleet unjudged']],
  ['fleetByClock', ['fleet unjudged', 'reference lost', 'clocks disagree', 'outvoted']],
  ['byClock', ['reference lost', 'clocks disagree', 'outvoted']],
] as const)('%s: there are no %j, which would watch what there is not', (policy, missing) => {
  expect(titles(POLICIES[policy]).filter((title) => missing.some((each) => each === title))).toEqual([]);
});

test('what several have in common is no matter of a single server', () => {
  const alone = policyFor({ servers: SERVERS.slice(0, 1), reference: 'clock' });
  expect(titles(alone).filter((title) => /^(more )?servers /.test(title))).toEqual([]);
});

test('above 50 servers, warnings are told of all together', () => {
  const ofServers = ({ server }: AlarmDefinition) => server !== undefined;
  expect(titles(POLICIES.sixty.filter(ofServers))).toEqual(['outside', 'unusable']);
  const fifty = policyFor({ servers: [...SERVERS, ...TARGETS.slice(0, 47)], detail: 'full' });
  expect(titles(fifty.filter(ofServers))).toEqual(['outside', 'unusable', 'uncertain', 'drifting']);
});

test.each([
  ['small', 'more servers outside', 'went outside', '"Outside now"'],
  ['small', 'more servers lost', 'fell silent', '"Unusable now"'],
  ['fleet', 'more of the fleet outside', 'proven wrong', '"Outside now"'],
  ['fleet', 'more of the fleet unusable', 'unusable', '"Unusable now"'],
  ['small', 'more servers lost', 'while reference time was lost', 'Unusable'],
] as const)('%s: "%s" says %s, and names the query %s', (policy, title, problem, query) => {
  const alarm = found(policy, title);
  expect(alarm.problem).toContain(problem);
  expect(alarm.advice).toContain(query);
});
