import fc from 'fast-check';
import type { AcceptedRequest, CloudWatch } from '../../../lab/aws/cloudwatch-endpoint';
import { LIMITS } from '../../../lab/aws/put-metric-data';
import { chunk, Publisher } from '../../../lambda/function/cloudwatch-publisher';
import type { Datum } from '../../../lambda/function/metric-data';
import { startCloudWatch } from '../../../testkit/function/accepting-cloudwatch';
import { closeAll, closedPort } from '../../../testkit/function/test-network';

const MEGABYTE = 1_000_000;
/** Far away: no test is meant to reach it. */
const PATIENT_MS = 20_000;

/** `Value` tells one from the other. */
function datum(value: number, server = 's'): Datum {
  return {
    MetricName: 'Offset',
    Dimensions: [
      { Name: 'Monitor', Value: 'm' },
      { Name: 'Server', Value: server },
    ],
    Timestamp: new Date(),
    Unit: 'Milliseconds',
    Value: value,
  };
}

const many = (count: number) => Array.from({ length: count }, (_, i) => datum(i));

describe('A chunk', () => {
  test('never exceeds what one request may hold; all data keep their order and none is lost', () => {
    const data = fc
      .tuple(fc.nat({ max: 3500 }), fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 20 }))
      .map(([count, sizes]) =>
        Array.from({ length: count }, (_, i) => datum(i, 'x'.repeat(sizes[i % sizes.length]!))),
      );
    fc.assert(
      fc.property(data, (all) => {
        const chunks = [...chunk(all)];
        expect(chunks.every((each) => each.length > 0 && each.length <= LIMITS.metrics)).toBe(true);
        expect(chunks.every((each) => Buffer.byteLength(JSON.stringify(each)) <= MEGABYTE)).toBe(true);
        expect(chunks.flat().every((each, i) => each === all[i])).toBe(true);
        expect(chunks.flat()).toHaveLength(all.length);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    [0, []],
    [1, [1]],
    [1000, [1000]],
    [1001, [1000, 1]],
    [2500, [1000, 1000, 500]],
  ])('of %d data: %j', (count, sizes) => {
    expect([...chunk(many(count))].map((each) => each.length)).toEqual(sizes);
  });

  test('counts bytes, not characters', () => {
    const data = Array.from({ length: 400 }, (_, i) => datum(i, 'ü'.repeat(2000)));
    expect([...chunk(data)].length).toBe(2);
  });
});

describe('Over the wire', () => {
  let cloudWatch: CloudWatch;
  let accepted: AcceptedRequest[];
  let failed: string[];
  let publisher: Publisher;

  beforeEach(async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0); // the SDK's shortest pauses between two attempts
    cloudWatch = await startCloudWatch();
    accepted = [];
    failed = [];
    cloudWatch.on('accepted', (request) => accepted.push(request));
    cloudWatch.on('failed', ({ reason }) => failed.push(reason));
    publisher = new Publisher();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await closeAll();
  });

  const publish = (data: Datum[], deadlineMs = performance.now() + PATIENT_MS) =>
    publisher.publish(data, deadlineMs);
  const values = () => accepted.flatMap(({ points }) => points.map((point) => point.value));

  describe('CloudWatch fails', () => {
    test.each([
      ['refuse', 'AccessDenied: User is not authorized', 1],
      [
        'invalid',
        'InvalidParameterValueException: The lab was told to call this request invalid. Every reading',
        1,
      ],
      ['throttle', 'Throttling: Rate exceeded', 3],
      ['fail', 'InternalServiceFault: An internal error has occurred', 3],
    ] as const)('(%s): the error says so (%s)', async (outage, message, attempts) => {
      cloudWatch.breakDown(outage);
      await expect(publish(many(1))).rejects.toThrow(
        `CloudWatch did not take 1 of 1 PutMetricData requests: ${message}`,
      );
      expect(failed).toHaveLength(attempts);
    });

    test('by cutting the connection', async () => {
      cloudWatch.breakDown('reset');
      await expect(publish(many(1))).rejects.toThrow('ECONNRESET');
    });

    test('by not being there', async () => {
      process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${await closedPort()}`;
      await expect(publish(many(1))).rejects.toThrow('ECONNREFUSED');
    });

    test('by never answering: the deadline ends the wait', async () => {
      await publish(many(1)); // so that the SDK's loading is not part of it
      cloudWatch.breakDown('hang');
      await expect(publish(many(1), performance.now() + 200)).rejects.toThrow(/AbortError/);
    });

    test('after the deadline: nothing is waited for', async () => {
      cloudWatch.breakDown('hang');
      await expect(publish(many(1), performance.now() - 1)).rejects.toThrow(/AbortError/);
    });

    test('again and again: the deadline ends the pause between two attempts', async () => {
      await publish(many(1));
      cloudWatch.breakDown('throttle');
      jest.spyOn(Math, 'random').mockReturnValue(0.99); // the SDK's longest pauses
      // Timers fire in the order in which they are due: the deadline, then this, then the SDK's.
      const soonAfter = new Promise((resolve) => setTimeout(resolve, 300, 'still waiting'));
      const outcome = publish(many(1), performance.now() + 100).catch((error: Error) => error.message);
      expect(await Promise.race([outcome, soonAfter])).toContain('AbortError');
    });

    test.each([
      [2500, 3],
      [6500, 7],
    ])('for one request out of those for %d data: all others arrive', async (count, requests) => {
      cloudWatch.breakDown('invalid', 1);
      await expect(publish(many(count))).rejects.toThrow(
        `CloudWatch did not take 1 of ${requests} PutMetricData requests: InvalidParameterValue`,
      );
      expect([accepted.length, failed.length]).toEqual([requests - 1, 1]);
    });

    test.each(['throttle', 'fail', 'reset'] as const)(
      'at first (%s) and then takes everything',
      async (outage) => {
        cloudWatch.breakDown(outage, 2);
        await publish(many(3));
        expect(values()).toEqual([0, 1, 2]);
      },
    );

    test('to answer once: the request is made again', async () => {
      cloudWatch.breakDown('hang', 1);
      await publish(many(1));
      expect([failed, values()]).toEqual([['hang'], [0]]);
    });
  });

  test('2,500 data arrive completely, in three compressed requests', async () => {
    await publish(many(2500));
    expect(accepted.map((request) => request.compressed)).toEqual([true, true, true]);
    expect(values().sort((a, b) => a - b)).toEqual(Array.from({ length: 2500 }, (_, i) => i));
    expect(failed).toEqual([]);
  });

  test('a datum arrives as it was meant', async () => {
    const sent = { ...datum(-0.004), Timestamp: new Date(Math.floor(Date.now() / 1000) * 1000 + 250) };
    await publish([sent]);
    expect(accepted[0]!.points).toEqual([
      {
        namespace: 'NtpDrift',
        metricName: 'Offset',
        dimensions: { Monitor: 'm', Server: 's' },
        unit: 'Milliseconds',
        timeMs: expect.closeTo(sent.Timestamp.getTime(), 0),
        value: -0.004,
        values: [{ value: -0.004, count: 1 }],
      },
    ]);
  });

  test('nothing to say is no request', async () => {
    await publish([]);
    expect([accepted, failed]).toEqual([[], []]);
  });
});
