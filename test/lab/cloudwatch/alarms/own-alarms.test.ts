import { readAlarms } from '../../../../lab/cloudwatch/template/read-template';
import { NAMESPACE } from '../../../../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../../../../lambda/monitor/metrics/metrics';
import { MINUTE_MS } from '../../../../lambda/ntp/time-units';
import { minute, NOON, playAlarms } from '../../../../testkit/alarms/alarm-builder';
import { alarmsByName, deploy } from '../../../../testkit/stack/synthesise';

const { template } = deploy();
const alarms = readAlarms(template.toJSON());
const SERVERS = ['a', 'b', 'c'];

/** What the function publishes in each minute; offsets by server and minute, undefined where it doesn't run. */
function published(offsets: readonly (Partial<Record<string, number>> | undefined)[]) {
  return offsets.flatMap((offset, i) => {
    if (offset === undefined) {
      return [];
    }
    const timeMs = NOON + i * MINUTE_MS + 2_000;
    const common = { namespace: NAMESPACE, timeMs, arrivalMs: timeMs + 9_000 };
    const of = ({ name, unit }: { name: string; unit: string }, value: number, server?: string) => ({
      ...common,
      metricName: name,
      unit,
      values: [{ value, count: 1 }],
      dimensions: { Monitor: 'test', ...(server && { Server: server }) },
    });
    const ahead = (datum: ReturnType<typeof of>, runs = 12) =>
      Array.from({ length: runs }, (_, run) => ({ ...datum, timeMs: timeMs + run * MINUTE_MS }));
    const outside = SERVERS.filter((server) => Math.abs(offset[server] ?? 0) > 50);
    return [
      of(METRICS.truechimers, 3),
      of(METRICS.clockOffset, 0),
      of(METRICS.serversOutside, outside.length),
      of(METRICS.serversUnusable, 0),
      ...ahead(of(METRICS.runsPublished, 1)),
      ...outside.flatMap((server) => ahead(of(METRICS.serverRunsOutside, 1, server), 9)),
      ...SERVERS.flatMap((server) => [
        of(METRICS.offset, offset[server] ?? 0, server),
        of(METRICS.uncertainty, 1, server),
        of(METRICS.usable, 1, server),
      ]),
    ];
  });
}

const minutes = (count: number, offset: Partial<Record<string, number>> | undefined = {}) =>
  Array.from({ length: count }, () => offset);
/** Enough runs for every alarm to be well. */
const BEFORE = 14;
const pages = (offsets: Parameters<typeof published>[0]) => {
  const startMs = NOON + BEFORE * MINUTE_MS;
  const { notifications } = playAlarms(
    { alarms, data: published([...minutes(BEFORE), ...offsets]), startMs },
    BEFORE + offsets.length,
  );
  return notifications.map(({ sentMs, alarm, to }) => `${minute(sentMs) - BEFORE} ${alarm} ${to}`);
};

test('every alarm of the stack can be read', () => {
  expect(alarms.map(({ name }) => name).sort()).toEqual(Object.keys(alarmsByName(template)).sort());
});

test('a quiet monitor sends nothing, nor does one bad sample', () => {
  expect(pages(minutes(20))).toEqual([]);
  expect(pages([...minutes(5), { a: 80 }, ...minutes(10)])).toEqual([]);
});

test.each([80, -80])('a server that steps by %d ms pages within 5 minutes, and so does its recovery', (a) => {
  expect(pages([...minutes(10, { a }), ...minutes(14)])).toEqual([
    '4 test outside a ALARM',
    '19 test outside a OK',
  ]);
});

test('silence is one page; a pause of 3 minutes is none', () => {
  expect(pages([...Array(3).fill(undefined), ...minutes(10)])).toEqual([]);
  expect(pages([...Array(10).fill(undefined), ...minutes(12)])).toEqual([
    '6 test not watching ALARM',
    '19 test not watching OK',
  ]);
});
