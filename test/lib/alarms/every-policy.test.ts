import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '../../../lambda/monitor/metrics/metrics';
import type { MetricAlarm } from '../../../lib/alarms/alarm-definition';
import { runbookAnchor } from '../../../lib/alarms/alarm-text';
import { fullName } from '../../../lib/alarms/create-alarms';
import { ALARM_CONFIGURATIONS, policyFor, titles } from '../../../testkit/alarms/policies';

describe.each(ALARM_CONFIGURATIONS)('With %s', (_what, changes) => {
  const alarms = policyFor(changes);
  const onMetrics = alarms.filter((each): each is MetricAlarm => each.kind === 'metric');

  test('names are distinct, and the verdict stands before the server', () => {
    const names = alarms.map((each) => fullName('test', each));
    expect(new Set(names).size).toBe(names.length);
    for (const { title, server } of alarms.filter((each) => each.server !== undefined)) {
      expect(names).toContain(`test ${title} ${server}`);
    }
  });

  test('expressions use exactly the metrics that are defined, and those are published', () => {
    const published = new Set<string>(Object.keys(METRICS));
    for (const { title, expression, metrics } of onMetrics) {
      const ids = Object.keys(metrics);
      const used = expression === undefined ? ids : [...new Set(expression.match(/\b[a-z]\w*/g))];
      expect({ title, used: used.sort() }).toEqual({ title, used: [...ids].sort() });
      expect(expression !== undefined || ids.length === 1).toBe(true);
      for (const use of Object.values(metrics)) {
        expect('service' in use || published.has(use.metric)).toBe(true);
      }
    }
  });

  test('CloudWatch evaluates them: M of N, within a day or a week, periods of a day at most', () => {
    for (const alarm of alarms) {
      if (alarm.kind !== 'composite') {
        const { periodMinutes, evaluationPeriods } = alarm;
        expect(alarm.datapointsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
        expect(periodMinutes).toBeLessThanOrEqual(24 * 60);
        expect(periodMinutes * evaluationPeriods).toBeLessThanOrEqual((periodMinutes < 60 ? 1 : 7) * 24 * 60);
        expect(Number.isFinite(alarm.threshold)).toBe(true);
      }
      expect(alarm.kind !== 'metric' || (alarm.warmUp?.minutes ?? 1) <= 2880).toBe(true);
    }
  });

  test('parts that tell nobody are told by another', () => {
    const told = alarms.flatMap((each) => (each.kind === 'composite' ? each.anyOf : []));
    const quiet = alarms.filter(({ severity, kind }) => severity === 'none' && kind === 'metric');
    expect(quiet.map(({ title }) => title).sort()).toEqual([...told].sort());
  });

  test('each has its section of the runbook', () => {
    const runbook = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'runbook.md'), 'utf8');
    const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map((match) => runbookAnchor(match[1]!));
    expect(titles(alarms).filter((title) => !anchors.includes(runbookAnchor(title)))).toEqual([]);
  });
});

test('Every metric that is published for alarms alone is used by one', () => {
  const all = ALARM_CONFIGURATIONS.flatMap(([, changes]) => policyFor(changes));
  const used = new Set(
    all
      .flatMap((each) => (each.kind === 'metric' ? Object.values(each.metrics) : []))
      .map((use) => 'metric' in use && use.metric),
  );
  const forAlarms = Object.entries(METRICS).filter(([, metric]) => 'isCounted' in metric);
  expect(forAlarms.map(([key]) => key).filter((key) => !used.has(key as never))).toEqual([]);
});
