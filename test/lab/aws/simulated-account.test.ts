import type { Point } from '../../../lab/aws/put-metric-data';
import { SimulatedAccount } from '../../../lab/aws/simulated-account';
import type { Run } from '../../../lab/lab';

/** What becomes of runs in the lab's own time. */
const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;

const alarm = (metric: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    EvaluationPeriods: 1,
    AlarmActions: [{ Ref: 'Topic' }],
    ...metric,
  },
});
const single = (Namespace: string, MetricName: string, Dimensions: object[] = []) =>
  alarm({ Namespace, MetricName, Dimensions, Statistic: 'Maximum', Period: 60, TreatMissingData: 'ignore' });

const RESOURCES = {
  Topic: { Type: 'AWS::SNS::Topic' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Endpoint: 'oncall@example.com' },
  },
  Queue: { Type: 'AWS::SQS::Queue' },
  Invoke: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Queue', 'Arn'] } } } },
  },
  Bad: single('NtpDrift', 'Bad'),
  Failed: single('AWS/SQS', 'ApproximateNumberOfMessagesVisible', [
    { Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } },
  ]),
};

function run(value: number, changes: Partial<Run> = {}): Run {
  const point = { namespace: 'NtpDrift', metricName: 'Bad', dimensions: {}, unit: 'None', timeMs: 0, value };
  const points: Point[] = [{ ...point, values: [{ value, count: 1 }] }];
  return {
    number: 1,
    schedule: 'Schedule',
    outcome: 'ran',
    summary: undefined,
    error: undefined,
    durationMs: 10,
    log: ['{"message":"reading","server":"a"}', 'not JSON', '{"message":"other"}'],
    publication: { endpoint: '', accepted: [{ points, bytes: 1, compressed: false }], failed: [] },
    ...changes,
  };
}

const subjects = (mails: { subject: string }[]) => mails.map(({ subject }) => /"(\w+)"/.exec(subject)![1]);

test('Every run stands for one period, whenever it was in life', () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON + 17_000, 5 * MINUTE);
  account.observe([run(0)]);
  account.observe([run(0)]);
  expect(account.nowMs).toBe(NOON + 10 * MINUTE);
  expect(account.records).toEqual(
    [NOON, NOON + 5 * MINUTE].map((ms) =>
      expect.objectContaining({ time: new Date(ms).toISOString(), server: 'a' }),
    ),
  );
});

test('What a run says of earlier and later keeps its distance', () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON, MINUTE);
  const [now] = run(7).publication.accepted![0]!.points;
  const at = (metricName: string, timeMs: number): Point => ({ ...now!, metricName, timeMs });
  const points = [at('Bad', -2 * MINUTE), at('Bad', 0), at('Other', 0), at('Bad', MINUTE)];
  const accepted = [{ points, bytes: 1, compressed: false }];
  account.observe([run(7, { publication: { endpoint: '', accepted, failed: [] } })]);
  const { namespace, metricName, dimensions } = now!;
  const query = {
    kind: 'stat',
    ...{ namespace, metricName, dimensions },
    statistic: 'Sum',
    unit: undefined,
  } as const;
  const range = { endMs: NOON + 2 * MINUTE, periodMs: MINUTE, count: 5 };
  expect(account.store.series(query, range)).toEqual([undefined, 7, undefined, 7, 7]);
});

test('Alarms are evaluated before the first run, as in life: one that takes no data for trouble is on by then', () => {
  const Missing = alarm({
    ...{ Namespace: 'NtpDrift', MetricName: 'Bad', Statistic: 'SampleCount', Period: 60 },
    ...{ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' },
  });
  const account = new SimulatedAccount({ Resources: { ...RESOURCES, Missing } }, NOON, MINUTE);
  expect(account.nowMs).toBe(NOON);
  expect(account.changes).toEqual([
    expect.objectContaining({ alarm: 'Missing', to: 'ALARM', timeMs: NOON - 2 * MINUTE }),
  ]);
  expect(subjects(account.mails)).toEqual(['Missing']);
  account.observe([run(0)]);
  expect(account.alarms.find(({ name }) => name === 'Missing')!.state).toBe('OK');
});

test('What is published moves alarms, and alarms mail those who subscribe', () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON, MINUTE);
  account.observe([run(0)]);
  const mails = account.observe([run(1)]);
  expect(mails).toEqual([expect.objectContaining({ state: 'ALARM', to: ['oncall@example.com'] })]);
  expect(account.mails[0]).toBe(mails[0]);
  expect(account.changes.find(({ to }) => to === 'ALARM')).toMatchObject({
    alarm: 'Bad',
    from: 'OK',
    timeMs: NOON + 2 * MINUTE,
  });
  expect(account.alarms.map(({ name, state }) => [name, state])).toEqual([
    ['Bad', 'ALARM'],
    ['Failed', 'OK'],
  ]);
});

test("AWS's own metrics are modelled, a minute late: a failed run lies in the queue until it is purged", () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON, MINUTE);
  const next = (...runs: Run[]) => runs.flatMap((each) => subjects(account.observe([each])));
  expect(next(run(0, { outcome: 'failed' }), run(0), run(0))).toEqual(['Failed']);
  expect(account.alarms[1]!.state).toBe('ALARM');
  account.purgeQueues();
  next(run(0), run(0), run(0));
  expect(account.alarms[1]!.state).toBe('OK');
});

test('What lies in a queue is gone after its retention period', () => {
  const Queue = { ...RESOURCES.Queue, Properties: { MessageRetentionPeriod: 3600 } };
  const account = new SimulatedAccount({ Resources: { ...RESOURCES, Queue } }, NOON, 10 * MINUTE);
  account.observe([run(0, { outcome: 'failed' })]);
  const states = Array.from({ length: 7 }, () => {
    account.observe([run(0)]);
    return account.alarms[1]!.state;
  });
  expect(states).toEqual([...Array(5).fill('ALARM'), 'OK', 'OK']);
});

test('While AWS reports nothing, nothing is known of queues', () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON, MINUTE);
  for (let i = 0; i < 5; i += 1) {
    account.observe([run(0, { outcome: 'failed' })], { awsReports: false });
  }
  expect(account.alarms[1]!.state).toBe('INSUFFICIENT_DATA');
});

test('Another stack takes over: its alarms begin anew, those that stay keep their state', () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON, MINUTE);
  account.observe([run(2)]);
  const { Failed: _, ...kept } = RESOURCES;
  account.deploy({ Resources: { ...kept, New: single('NtpDrift', 'New') } });
  expect(account.alarms.map(({ name, state }) => [name, state])).toEqual([
    ['Bad', 'ALARM'],
    ['New', 'INSUFFICIENT_DATA'],
  ]);
});

test('Data that nobody looks at any more are forgotten: a lab may run for days', () => {
  const account = new SimulatedAccount({ Resources: RESOURCES }, NOON, 60 * MINUTE);
  const metric = { namespace: 'NtpDrift', metricName: 'Bad' };
  account.observe([run(1)]);
  expect(account.store.dimensionsOf(metric)).toEqual([{}]);
  for (let i = 0; i < 49; i += 1) {
    account.observe([]);
  }
  expect(account.store.dimensionsOf(metric)).toEqual([]);
});

test('Alarms that the lab cannot evaluate are named, and so are those that depend on them; the rest goes on', () => {
  const insights = alarm({
    Metrics: [{ Id: 'q', Expression: 'SELECT MAX(Bad) FROM NtpDrift', Period: 60, ReturnData: true }],
    TreatMissingData: 'ignore',
  });
  const composite = {
    Type: 'AWS::CloudWatch::CompositeAlarm',
    Properties: { AlarmRule: { 'Fn::Join': ['', ['ALARM("', { 'Fn::GetAtt': ['Insights', 'Arn'] }, '")']] } },
  };
  const account = new SimulatedAccount(
    { Resources: { ...RESOURCES, Insights: insights, Composite: composite } },
    NOON,
    MINUTE,
  );
  expect(account.alarmsError).toMatch(/^Insights: .*; Composite/);
  expect(account.alarms.map(({ name }) => name)).toEqual(['Bad', 'Failed']);
});
