import type { AcceptedRequest, CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import type { NtpServer } from '../../lab/ntp/ntp-server';
import { handler } from '../../lambda/handler';
import { startCloudWatch } from '../../testkit/function/accepting-cloudwatch';
import { captureLog, context, eventOf, metricsIn } from '../../testkit/function/invocation';
import { closeAll, startServer } from '../../testkit/function/test-network';

let cloudWatch: CloudWatch;
let accepted: AcceptedRequest[] = [];
let good: NtpServer[];
let silent: NtpServer;

beforeAll(async () => {
  cloudWatch = await startCloudWatch();
  cloudWatch.on('accepted', (request) => accepted.push(request));
  good = await Promise.all([startServer(), startServer(), startServer()]);
  silent = await startServer({ silent: true });
  await invoke(eventOf(good)); // loads the SDK, which on a busy machine takes a while
});
beforeEach(() => {
  accepted = [];
  jest.spyOn(Math, 'random').mockReturnValue(0); // the SDK's shortest pauses between two attempts
});
afterEach(() => {
  cloudWatch.recover();
  jest.restoreAllMocks();
});
afterAll(closeAll);

const invoke = (event: unknown, remainingMs?: number) =>
  captureLog(() => handler(event, context(remainingMs)));

describe('CloudWatch fails', () => {
  test.each([
    ['refuse', 'AccessDenied'],
    ['throttle', 'Throttling'],
    ['fail', 'InternalServiceFault'],
    ['reset', 'ECONNRESET'],
    ['hang', 'AbortError'], // ended by the deadline
  ] as const)('(%s): the run throws (%s), and everything measured is in the log', async (outage, cause) => {
    cloudWatch.breakDown(outage);
    const { lines, outcome } = await invoke(eventOf(good), 2000);
    const message = expect.stringMatching(
      `^CloudWatch did not take 1 of 1 PutMetricData requests: .*${cause}`,
    );
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message } });
    expect(
      lines.map(({ server, verdict, message }) => [server, verdict].filter(Boolean).join(' ') || message),
    ).toEqual(['a within', 'b within', 'c within', 'run', 'publish-failed']);
    expect(lines.at(-1)).toMatchObject({
      level: 'ERROR',
      requestId: 'request-1',
      monitor: 'm',
      explanation: message,
    });
  });

  test('(throttle) once: the run succeeds', async () => {
    cloudWatch.breakDown('throttle', 1);
    const { outcome } = await invoke(eventOf(good));
    expect(outcome.status).toBe('fulfilled');
    expect(metricsIn(accepted)).toMatchObject({ 'Usable a': 1, 'Usable b': 1, 'Usable c': 1 });
  });
});

describe('Little time is left', () => {
  test('half of it is for measuring; what was measured by then is published', async () => {
    const event = eventOf([...good, silent]);
    for (const server of event.servers) {
      server.pacing = 'polite'; // 4 samples would take 6 s
    }
    const { lines, outcome } = await invoke(event, 2000);
    expect(outcome.status).toBe('fulfilled');
    expect(metricsIn(accepted)).toMatchObject({
      Truechimers: 3,
      'Usable a': 1,
      'Usable b': 1,
      'Usable c': 1,
      'Usable d': 0,
    });
    expect(lines.map(({ verdict, reason, requests }) => [verdict, reason, requests])).toEqual([
      ['within', undefined, 1],
      ['within', undefined, 1],
      ['within', undefined, 1],
      ['unusable', 'deadline', 1],
      [undefined, undefined, undefined],
    ]);
  });

  test('none is left: nobody is asked, every server has its reason, and the run fails', async () => {
    const askedBefore = good.map((server) => server.requests);
    const { lines, outcome } = await invoke(eventOf(good), 0);
    expect(good.map((server) => server.requests)).toEqual(askedBefore);
    expect(lines.map(({ reason, message }) => reason ?? message)).toEqual([
      'deadline',
      'deadline',
      'deadline',
      'run',
      'publish-failed',
    ]);
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('AbortError') },
    });
  });
});
