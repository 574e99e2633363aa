import { compileExpression } from '../../../lab/cloudwatch/alarms/math';
import type { MetricAlarm } from '../../../lib/alarms/alarm-definition';
import { policyFor } from '../../../testkit/alarms/policies';

const runsLost = (changes: Record<string, unknown> = {}) =>
  policyFor(changes).find(({ title }) => title === 'runs lost') as MetricAlarm;
const COUNTED = { periodMinutes: 1, comparison: '>', threshold: 2, missingData: 'ignore' } as const;

test('Lost runs are told of both queues, after a window and two runs in which most were published', () => {
  expect(runsLost()).toMatchObject({
    expression: 'IF(undelivered + failed <= 2, undelivered + failed, IF(runs >= 7, undelivered + failed))',
    metrics: {
      undelivered: { service: 'undelivered', statistic: 'Maximum' },
      failed: { service: 'failed', statistic: 'Maximum' },
      runs: { metric: 'runsPublished', statistic: 'Sum' },
    },
    ...{ ...COUNTED, datapointsToAlarm: 14, evaluationPeriods: 17, toldAfterMinutes: 14 },
    ...{ severity: 'warn', isEndTold: true },
  });
});

test.each<[schedule: string, enough: number, rule: Partial<MetricAlarm>]>([
  ['rate(5 minutes)', 5, { ...COUNTED, datapointsToAlarm: 50, evaluationPeriods: 57 }],
  // Between pauses a window may hold few runs.
  ['cron(0/5 8-17 ? * MON-FRI *)', 2, { ...COUNTED, datapointsToAlarm: 50, evaluationPeriods: 57 }],
  ['rate(1 hour)', 1, { periodMinutes: 60, datapointsToAlarm: 6, evaluationPeriods: 12 }],
  // The queues keep messages for four days: eight such runs, of which three are lost.
  ['rate(12 hours)', 1, { periodMinutes: 720, datapointsToAlarm: 4, evaluationPeriods: 8 }],
  ['rate(1 day)', 1, { periodMinutes: 1440, datapointsToAlarm: 1, evaluationPeriods: 2 }],
])('With %s lost runs count from %d published runs of a window on', (schedule, enough, rule) => {
  const alarm = runsLost({ schedule });
  expect(alarm.expression).toContain(`IF(runs >= ${enough}, `);
  expect(alarm).toMatchObject(rule);
});

test.each([
  ['few messages', 1, 1, 12, 2],
  ['few messages, in an outage', 2, 0, 0, 2],
  ['many messages, and most runs of the window were published', 1, 2, 7, 3],
  ['many messages, and too few runs were', 1, 2, 6, undefined],
  ['many messages, and no run at all', 1, 2, undefined, undefined],
  ['one queue that is not reported', undefined, 3, 12, 3],
  ['two queues that are not reported', undefined, undefined, 12, undefined],
])('The point of %s is what it must be', (_what, undelivered, failed, runs, expected) => {
  const points: Record<string, number | undefined> = { undelivered, failed, runs };
  expect(compileExpression(runsLost().expression!).evaluate((id) => [points[id]])).toEqual([expected]);
});
