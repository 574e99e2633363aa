import type { AlarmDefinition } from '../../../lib/alarms/alarm-definition';
import { FLEET_OF_1000, policyFor, TARGETS, titles } from '../../../testkit/alarms/policies';
import { SERVERS } from '../../../testkit/stack/synthesise';

function find<Kind extends AlarmDefinition['kind'] = 'metric'>(
  alarms: readonly AlarmDefinition[],
  title: string,
  server?: string,
): Extract<AlarmDefinition, { kind: Kind }> {
  const found = alarms.find((each) => each.title === title && each.server === server);
  return found as Extract<AlarmDefinition, { kind: Kind }>;
}

describe('A monitor with metrics of every server', () => {
  const alarms = policyFor();

  test('has these alarms', () => {
    expect(titles(alarms)).toEqual([
      'not watching',
      'silent',
      'sparse',
      'failing',
      'not delivered',
      'runs lost',
      'reference lost',
      'clocks disagree',
      'outvoted',
      'remarks',
      'servers outside',
      'servers lost',
      'more servers outside',
      'more servers lost',
      'outside now and then',
      'servers uncertain',
      'outside',
      'unusable',
      'uncertain',
      'drifting',
    ]);
  });

  test('drifting takes three of six runs with hours to the limit, which are 0 where there are none', () => {
    expect(find(alarms, 'drifting', 'a')).toMatchObject({
      severity: 'warn',
      expression: 'hours + 0 * seen',
      metrics: {
        hours: { metric: 'hoursToLimit', server: 'a', statistic: 'Minimum' },
        seen: { metric: 'usable', server: 'a' },
      },
      ...{ periodMinutes: 1, comparison: '>', threshold: 0, datapointsToAlarm: 3, evaluationPeriods: 6 },
    });
  });

  test.each([
    ['outside', 'serverRunsOutside', 'uncertainty'],
    ['unusable', 'serverRunsUnusable', 'usable'],
  ])(
    '%s counts bad runs: on at enough of its window, off when clean, and silent between',
    (title, bad, seen) => {
      expect(find(alarms, title, 'a')).toMatchObject({
        expression: 'IF(bad + 0 * seen >= 4, FLOOR(bad + 0 * seen), IF(bad + 0 * seen <= 0, 0))',
        metrics: {
          bad: { metric: bad, server: 'a', statistic: 'Sum' },
          seen: { metric: seen, server: 'a', statistic: 'SampleCount' },
        },
        ...{ periodMinutes: 1, comparison: '>=', threshold: 4 },
        ...{ datapointsToAlarm: 1, evaluationPeriods: 1, missingData: 'ignore' },
      });
    },
  );

  test.each(['uncertain', 'servers uncertain', 'outvoted', 'remarks'])(
    '%s goes on at ten bad runs of twelve, off at nine good ones, and is silent between',
    (title) => {
      expect(find(alarms, title, title === 'uncertain' ? 'a' : undefined).expression).toBe(
        'IF(bad + 0 * seen >= 10, FLOOR(bad + 0 * seen), IF((bad + 0 * seen <= 3) * (seen - bad >= 9), 0))',
      );
    },
  );

  test.each([
    ['reference lost', 'runsWithoutReference', 'truechimers'],
    ['servers outside', 'runsOutside', 'clockOffset'],
    ['servers lost', 'runsUnusable', 'clockOffset'],
  ])('%s counts the bad runs of all', (title, bad, seen) => {
    expect(find(alarms, title)).toMatchObject({
      metrics: { bad: { metric: bad, statistic: 'Sum' }, seen: { metric: seen, statistic: 'SampleCount' } },
      ...{ threshold: 4, datapointsToAlarm: 1, evaluationPeriods: 1, severity: 'page' },
    });
  });

  const wasOne = '(least - DIFF(least) >= 2) + (most - least - DIFF(most) + DIFF(least) <= 1)';
  const further = `IF((most - DIFF(most) >= 2) * (least - DIFF(least) > 0) * (${wasOne} > 0), least - most + DIFF(most), 0)`;
  test.each([
    ['outside', 'serversOutside', further],
    [
      'lost',
      'serversUnusable',
      `IF(truechimers - DIFF(truechimers) > 0, IF(truechimers > 0, ${further}, 0), IF(least >= 2, least - most + DIFF(most), 0))`,
    ],
  ])(
    'more servers %s compares the least of four runs with the most of the four before',
    (what, metric, expression) => {
      const { metrics, ...alarm } = find(alarms, `more servers ${what}`);
      expect(alarm).toMatchObject({
        expression: `IF(mark + 0 * least < 0, 0, ${expression})`,
        ...{ periodMinutes: 4, comparison: '>=', threshold: 1, datapointsToAlarm: 1, evaluationPeriods: 2 },
        isEndTold: false,
      });
      expect(metrics).toEqual({
        least: { metric, statistic: 'Minimum' },
        most: { metric, statistic: 'Maximum' },
        // Lost in all of the runs before: "reference lost" has told of it, and of nothing since.
        ...(what === 'lost' && { truechimers: { metric: 'truechimers', statistic: 'Maximum' } }),
        mark: { metric: metric.replace('servers', 'runs'), statistic: 'Minimum' },
      });
    },
  );

  test('silent goes off because a metric that every run publishes is missing; sparse because most are', () => {
    expect(find(alarms, 'silent')).toMatchObject({
      metrics: { runs: { metric: 'truechimers', statistic: 'SampleCount' } },
      ...{ comparison: '<', threshold: 1, datapointsToAlarm: 4, evaluationPeriods: 4 },
      missingData: 'breaching',
      warmUp: { minutes: 14, inFull: false },
    });
    expect(find(alarms, 'sparse')).toMatchObject({
      expression: 'IF(runs <= 6, runs, IF(runs >= 9, runs))',
      metrics: { runs: { metric: 'runsPublished', statistic: 'Sum' } },
      ...{ comparison: '<', threshold: 7, datapointsToAlarm: 1, evaluationPeriods: 1, missingData: 'ignore' },
      warmUp: { minutes: 14, inFull: true },
    });
  });

  test.each([
    [
      'clocks disagree',
      {
        expression: 'IF(ABS(clock) > 50, ABS(clock), IF(ABS(clock) < 40, ABS(clock)))',
        ...{ comparison: '>', threshold: 50, datapointsToAlarm: 4 },
      },
    ],
    ['outside now and then', { expression: 'DIFF(outside)', threshold: 0, datapointsToAlarm: 3 }],
  ])('%s only warns', (title, expected) => {
    expect(find(alarms, title)).toMatchObject({ ...expected, severity: 'warn' });
  });

  test.each(['failing', 'not delivered'])(
    '%s takes four of five periods, and is told by another',
    (title) => {
      expect(find(alarms, title)).toMatchObject({
        datapointsToAlarm: 4,
        evaluationPeriods: 5,
        severity: 'none',
      });
      expect(find<'composite'>(alarms, 'not watching').anyOf).toContain(title);
    },
  );
});

test('A server that only warns has alarms that only warn, and is none of those that make a group', () => {
  const [first, ...others] = SERVERS;
  const alarms = policyFor({ servers: [{ ...first, severity: 'warn' }, ...others] });
  expect(find(alarms, 'outside', 'a').severity).toBe('warn');
  expect(find(alarms, 'unusable', 'b').severity).toBe('page');
});

test.each([
  ['rate(1 minute)', 4, 9],
  ['rate(2 minutes)', 4, 9],
  ['rate(5 minutes)', 3, 6],
  ['rate(10 minutes)', 3, 6],
  ['rate(15 minutes)', 2, 4],
])('With %s a server pages at %d bad runs of %d', (schedule, bad, runs) => {
  const outside = find(policyFor({ schedule }), 'outside', 'a');
  expect(outside.threshold).toBe(bad);
  expect(outside.label).toContain(`the last ${runs}`);
});

test('Limits above 50 ms hold for the clocks, too', () => {
  expect(find(policyFor({ limitMs: 500 }), 'clocks disagree').threshold).toBe(500);
});

describe('A fleet', () => {
  test('in one shard pages for the first server, and for further ones by their number', () => {
    const alarms = policyFor({ servers: [...SERVERS, ...TARGETS.slice(0, 97)] });
    expect(titles(alarms)).toEqual(
      expect.arrayContaining([
        'fleet outside',
        'fleet unusable',
        'more servers outside',
        'more servers lost',
      ]),
    );
    expect(find(alarms, 'more servers lost').expression).toContain('>= 1,');
  });

  test('in several pages in steps, of which the highest speaks', () => {
    const alarms = policyFor(FLEET_OF_1000);
    const steps = ['more of the fleet outside', 'fleet outside 1 percent', 'fleet outside 10 percent'];
    expect(steps.map((title) => find(alarms, title))).toMatchObject([
      { expression: 'IF(bad < 10, bad, 0)', threshold: 2, datapointsToAlarm: 4, evaluationPeriods: 5 },
      { expression: 'IF(bad < 100, bad, 0)', threshold: 10 },
      { threshold: 100 },
    ]);
  });

  test('yields to the loss of reference time in any shard', () => {
    expect(find(policyFor(FLEET_OF_1000), 'fleet unusable 10 percent').expression).toBe(
      'IF(truechimers * (1 - lost) > 0, bad, 0)',
    );
  });

  test('is incomplete when most of a shard is missing, thin when a part of it is', () => {
    const alarms = policyFor(FLEET_OF_1000);
    expect(find(alarms, 'fleet incomplete')).toMatchObject({
      ...{ expression: 'measured / configured', comparison: '<', threshold: 0.625, severity: 'page' },
    });
    expect(find(alarms, 'fleet thin')).toMatchObject({
      expression: 'IF(measured / configured >= 0.625, measured / configured)',
      ...{ comparison: '<', threshold: 0.875, severity: 'warn' },
    });
  });

  test('is judged by shards: one that has lost reference time pages while the first has it', () => {
    expect(find(policyFor(FLEET_OF_1000), 'fleet unjudged')).toMatchObject({
      ...{ expression: 'IF(truechimers > 0, lost)', threshold: 1, severity: 'page' },
    });
  });
});

test('With "alarms": "essential" there are pages, and no warnings of what may be going wrong', () => {
  const essential = policyFor({ alarms: 'essential' });
  const all = policyFor();
  const left = titles(all).filter((title) => !titles(essential).includes(title));
  expect(left).toEqual([
    'clocks disagree',
    'outvoted',
    'remarks',
    'outside now and then',
    'servers uncertain',
    'uncertain',
    'drifting',
  ]);
  expect(all.filter(({ title }) => left.includes(title)).every(({ severity }) => severity === 'warn')).toBe(
    true,
  );
  const stay = [...essential, ...policyFor({ ...FLEET_OF_1000, alarms: 'essential' })];
  expect(titles(stay.filter(({ severity }) => severity === 'warn'))).toEqual(['runs lost']);
});
