import { parseInsights } from '../../../../lab/cloudwatch/alarms/insights';
import { AlarmSimulation } from '../../../../lab/cloudwatch/alarms/simulation';
import { MINUTE_MS } from '../../../../lambda/ntp/time-units';
import { definitions, minute, NOON, playAlarms } from '../../../../testkit/alarms/alarm-builder';

/** Alarms on Metrics Insights queries: one time series, and one contributor, for each server. */
const QUERY = `SELECT MIN(Usable) FROM SCHEMA("N", "Monitor", Server) WHERE "Monitor" = 'it\\'s' GROUP BY "Server" ORDER BY MIN() ASC`;

function usable(Expression = QUERY, properties: object = {}) {
  const Period = 60;
  const Properties = {
    AlarmName: 'names',
    Threshold: 1,
    Metrics: [{ Id: 'q', Expression, Period, ReturnData: true }],
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    ...properties,
  };
  return { Type: 'AWS::CloudWatch::Alarm', Properties };
}

/** A value of a server's metric in each minute from noon; undefined: none. */
function data(dimensions: Record<string, string>, values: readonly (number | undefined)[]) {
  return values.flatMap((value, i) => {
    const timeMs = NOON + i * MINUTE_MS;
    const values = [{ value: value!, count: 1 }];
    const datum = { namespace: 'N', metricName: 'Usable', dimensions, unit: 'None', timeMs, values };
    return value === undefined ? [] : [{ ...datum, arrivalMs: timeMs + 1000 }];
  });
}

const ours = { Monitor: "it's" };

test('A query names what it is for', () => {
  expect(parseInsights(QUERY)).toEqual({
    statistic: 'Minimum',
    metricName: 'Usable',
    namespace: 'N',
    dimensions: ['Monitor', 'Server'],
    where: { name: 'Monitor', value: "it's" },
    groupBy: 'Server',
  });
});

test.each([
  'SELECT MAX(Usable) FROM N',
  QUERY.replace('ORDER BY MIN()', 'ORDER BY MAX()'),
  QUERY.replace(' GROUP BY "Server"', ''),
  `${QUERY} LIMIT 5`,
  QUERY.replaceAll('MIN', 'MEDIAN'),
])('A query of another form is refused: %s', (query) => {
  expect(() => parseInsights(query)).toThrow("can't read the Metrics Insights query");
});

test.each([
  ['a metric', QUERY.replace('Usable', 'Offset'), 'Offset'],
  ['a dimension', QUERY.replace('"N", "Monitor"', '"N", Monitor'), 'Monitor'],
  ['a condition', QUERY.replace('WHERE "Monitor"', 'WHERE monitor'), 'monitor'],
  ['a group', QUERY.replace('BY "Server"', 'BY Zone'), 'Zone'],
])('A reserved word without quotes is refused as the name of %s', (_what, query, word) => {
  expect(() => parseInsights(query)).toThrow(
    `${word} is a reserved word of Metrics Insights: write "${word}"`,
  );
});

test('A reserved word in quotes is a name', () => {
  expect(parseInsights(QUERY.replace('Usable', '"Offset"')).metricName).toBe('Offset');
});

test('Maths on a query is refused', () => {
  const { Metrics } = usable().Properties;
  const sum = { Id: 'm', Expression: 'ABS(q)', Period: 60, ReturnData: true };
  const both = usable(QUERY, { Metrics: [{ ...Metrics[0], ReturnData: false }, sum] });
  expect(() => definitions(both)).toThrow('maths on a Metrics Insights query');
});

test.each<[string, object, string]>([
  ['actions, which are taken for each contributor', { AlarmActions: ['topic'] }, 'AlarmActions'],
  ['another treatment of missing data', { TreatMissingData: 'breaching' }, 'TreatMissingData'],
  ['more than three hours', { EvaluationPeriods: 181 }, 'the last 3 hours'],
])('%s: not supported', (_what, properties, message) => {
  expect(() => definitions(usable(QUERY, properties))).toThrow(message);
});

test('It is in ALARM while any server is, each judged by itself', () => {
  const { transitions } = playAlarms({
    alarms: definitions(usable()),
    data: [
      ...data({ ...ours, Server: 'a' }, [0, 0, 0, 1, 1, 1, 1]),
      ...data({ ...ours, Server: 'b' }, [1, 1, 0, 0, 0, 1, 1]),
      // Bad in turns is bad enough only for one server.
      ...data({ ...ours, Server: 'c' }, [1, 0, 1, 1, 1, 0, 1]),
    ],
  });
  expect(transitions.map(({ timeMs, to, reason }) => `${minute(timeMs)} ${to}: ${reason}`)).toEqual([
    '2 ALARM: 1 out of 3 time series evaluated to ALARM: a',
    '7 OK: 0 out of 3 time series evaluated to ALARM',
  ]);
});

test('Whose metrics end is a contributor no more', () => {
  const simulation = new AlarmSimulation(definitions(usable()), { initialState: 'OK' });
  const bad = data({ ...ours, Server: 'a' }, [0, 0, 0]);
  const named = Array.from({ length: 8 }, (_, i) => {
    const startMs = NOON + i * MINUTE_MS;
    for (const { arrivalMs: _arrival, ...datum } of bad.filter(({ timeMs }) => timeMs === startMs)) {
      simulation.add(datum);
    }
    simulation.evaluate(startMs + MINUTE_MS);
    return simulation.contributors('names').join();
  });
  // For want of newer points CloudWatch looks some periods further back than three.
  expect(named).toEqual(['', 'a', 'a', 'a', 'a', 'a', '', '']);
});

test.each<[string, Record<string, string>]>([
  ['of another monitor', { Monitor: 'another', Server: 'a' }],
  ['with more dimensions', { ...ours, Server: 'a', Reason: 'timeout' }],
  ['with fewer', ours],
])('Metrics %s do not matter', (_whose, dimensions) => {
  const alarms = definitions(usable());
  expect(playAlarms({ alarms, data: data(dimensions, [0, 0, 0, 0, 0]) }).transitions).toEqual([]);
});
