import { once } from 'node:events';
import {
  CloudWatchClient,
  type MetricDatum,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatch, type EndpointFailure } from '../../../lab/aws/cloudwatch-endpoint';
import { NAMESPACE } from '../../../lambda/monitor/metrics/metric-entry';

let cloudWatch: CloudWatch;
let client: CloudWatchClient;

beforeEach(async () => {
  cloudWatch = await CloudWatch.start();
  client = connect(1);
});

afterEach(async () => {
  client.destroy();
  await cloudWatch.close();
});

const connect = (maxAttempts: number) =>
  new CloudWatchClient({
    region: 'us-east-1',
    endpoint: cloudWatch.url,
    credentials: { accessKeyId: 'lab', secretAccessKey: 'lab' },
    maxAttempts,
  });

const publish = (...data: MetricDatum[]) =>
  client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: data }));

const datum = (fields: Partial<MetricDatum> = {}): MetricDatum => ({
  MetricName: 'Offset',
  Dimensions: [
    { Name: 'Monitor', Value: 'lab' },
    { Name: 'Server', Value: 'a' },
  ],
  Timestamp: new Date(),
  Unit: 'Milliseconds',
  Value: -1.5,
  ...fields,
});

describe('What the SDK publishes', () => {
  test('can be asked for by name and dimensions, in any order', async () => {
    const time = new Date();
    await publish(datum({ Timestamp: time }), datum({ Value: 0 }));
    const points = cloudWatch.points('Offset', { Server: 'a', Monitor: 'lab' });
    expect(points.map((point) => point.value)).toEqual([-1.5, 0]);
    expect(points[0]).toMatchObject({ namespace: NAMESPACE, unit: 'Milliseconds', timeMs: time.getTime() });
  });

  test('may have any unit that the SDK knows', async () => {
    const units = Object.values(StandardUnit);
    await publish(...units.map((Unit, i) => datum({ MetricName: `M${i}`, Unit })));
    expect(cloudWatch.latest().map(({ unit }) => unit)).toEqual(units);
  });

  test('is not found under fewer dimensions, as in CloudWatch', async () => {
    await publish(datum());
    expect(cloudWatch.points('Offset', { Monitor: 'lab' })).toEqual([]);
  });

  test('is unzipped when it was large', async () => {
    const accepted = once(cloudWatch, 'accepted');
    await publish(...Array.from({ length: 1000 }, (_, i) => datum({ MetricName: `M${i}` })));
    expect((await accepted)[0]).toMatchObject({ compressed: true });
    expect(cloudWatch.latest()).toHaveLength(1000);
  });

  test('may be a distribution: values with counts', async () => {
    const { Value, ...rest } = datum();
    await publish({ ...rest, Values: [1, 4], Counts: [3, 1] });
    expect(cloudWatch.points('Offset', { Monitor: 'lab', Server: 'a' })[0]).toMatchObject({
      value: 1.75,
      values: [
        { value: 1, count: 3 },
        { value: 4, count: 1 },
      ],
    });
  });

  test('has the time of arrival when it has none', async () => {
    const before = Date.now();
    const { Timestamp, ...rest } = datum();
    await publish(rest);
    const [point] = cloudWatch.latest();
    expect(point!.timeMs).toBeGreaterThanOrEqual(before);
  });
});

describe("CloudWatch's limits", () => {
  const weeks = (n: number) => n * 7 * 24 * 3600 * 1000;
  const { Value, ...withoutValue } = datum();
  const numbered = (n: number) => Array.from({ length: n }, (_, i) => ({ Name: `D${i}`, Value: 'x' }));

  test.each<[string, MetricDatum, string]>([
    ['NaN', datum({ Value: Number.NaN }), 'InvalidParameterValue'],
    ['infinity', datum({ Value: Number.POSITIVE_INFINITY }), 'InvalidParameterValue'],
    ['a number too large', datum({ Value: 2 ** 361 }), 'InvalidParameterValue'],
    ['no value', withoutValue, 'InvalidParameterCombination'],
    ['a value and values', datum({ Values: [1] }), 'InvalidParameterCombination'],
    [
      '151 values',
      { ...withoutValue, Values: Array.from({ length: 151 }, (_, i) => i) },
      'InvalidParameterValue',
    ],
    [
      'values without their counts',
      { ...withoutValue, Values: [1, 2], Counts: [1] },
      'InvalidParameterCombination',
    ],
    ['31 dimensions', datum({ Dimensions: numbered(31) }), 'InvalidParameterValue'],
    ['a dimension twice', datum({ Dimensions: [...numbered(1), ...numbered(1)] }), 'InvalidParameterValue'],
    ['an empty dimension', datum({ Dimensions: [{ Name: 'Server', Value: '' }] }), 'MissingParameter'],
    [
      'a dimension beyond ASCII',
      datum({ Dimensions: [{ Name: 'Server', Value: 'zürich' }] }),
      'InvalidParameterValue',
    ],
    ['a unit of its own', datum({ Unit: 'Fortnights' as 'Seconds' }), 'InvalidParameterValue'],
    [
      'a time too long ago',
      datum({ Timestamp: new Date(Date.now() - weeks(2.01)) }),
      'InvalidParameterValue',
    ],
    [
      'a time too far ahead',
      datum({ Timestamp: new Date(Date.now() + weeks(0.02)) }),
      'InvalidParameterValue',
    ],
    ['a metric without a name', datum({ MetricName: '' }), 'MissingParameter'],
  ])('refuse %s, and with it the whole request', async (_name, bad, code) => {
    const failed = once(cloudWatch, 'failed');
    await expect(publish(datum(), bad)).rejects.toMatchObject({
      Code: code,
      $metadata: { httpStatusCode: 400 },
    });
    expect((await failed)[0].reason).toContain(code);
    expect(cloudWatch.latest()).toEqual([]);
  });

  test('refuse 1,001 metrics, and none', async () => {
    await expect(publish(...Array.from({ length: 1001 }, () => datum()))).rejects.toThrow('1000');
    await expect(publish()).rejects.toMatchObject({ Code: 'MissingParameter' });
  });

  test('refuse more than 1 MB', async () => {
    const response = await post(Buffer.alloc(1024 * 1024 + 1, 0x20));
    expect(response.status).toBe(413);
  });

  test('refuse what is not JSON, not gzip, and other operations', async () => {
    expect(await (await post(Buffer.from('{'))).json()).toMatchObject({
      __type: expect.stringContaining('SerializationException'),
    });
    expect((await post(Buffer.from('{}'), { 'content-encoding': 'gzip' })).status).toBe(400);
    expect(await (await post(Buffer.from('{}'), { 'x-amz-target': 'Other' })).json()).toMatchObject({
      __type: expect.stringContaining('UnknownOperation'),
    });
  });

  const post = (body: Buffer, headers: Record<string, string> = {}) =>
    fetch(cloudWatch.url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData', ...headers },
    });
});

describe('A service that breaks down', () => {
  test.each<[EndpointFailure, object]>([
    ['refuse', { Code: 'AccessDenied', $metadata: { httpStatusCode: 403 } }],
    ['invalid', { Code: 'InvalidParameterValue' }],
    ['throttle', { Code: 'Throttling' }],
    ['fail', { Code: 'InternalServiceFault', $metadata: { httpStatusCode: 500 } }],
    ['reset', { message: expect.stringContaining('ECONNRESET') }],
  ])('can %s', async (outage, error) => {
    cloudWatch.breakDown(outage);
    await expect(publish(datum())).rejects.toMatchObject(error);
    cloudWatch.recover();
    await publish(datum());
    expect(cloudWatch.latest()).toHaveLength(1);
  });

  test('can leave a request hanging', async () => {
    cloudWatch.breakDown('hang');
    const failed = once(cloudWatch, 'failed');
    const given = new AbortController();
    const request = client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: [datum()] }), {
      abortSignal: given.signal,
    });
    expect((await failed)[0]).toEqual({ reason: 'hang' });
    given.abort();
    await expect(request).rejects.toThrow('abort');
  });

  test("can do so for a few requests only, and the SDK's retries get through", async () => {
    cloudWatch.breakDown('throttle', 2);
    const patient = connect(3);
    await patient.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData: [datum()] }));
    patient.destroy();
    expect(cloudWatch.latest()).toHaveLength(1);
  });
});

describe('An alarm that is set by hand', () => {
  const set = (AlarmName: string, StateValue: string) =>
    client.send(
      new SetAlarmStateCommand({ AlarmName, StateValue: StateValue as 'ALARM', StateReason: 'a test' }),
    );

  beforeEach(() => {
    cloudWatch.alarms = () => [{ name: 'lab silent', description: '', state: 'OK' }];
  });

  test('is told to whoever evaluates it', async () => {
    const told: string[][] = [];
    cloudWatch.setAlarmState = (name, state) => told.push([name, state]);
    await set('lab silent', 'ALARM');
    expect(told).toEqual([['lab silent', 'ALARM']]);
  });

  test.each([
    ['that is not there', 'lab loud', 'ALARM', 'There is no alarm lab loud.'],
    ['to a state that there is not', 'lab silent', 'ON', 'The value "ON" is not a state.'],
  ])('%s is refused', async (_case, name, state, message) => {
    await expect(set(name, state)).rejects.toThrow(message);
  });
});
