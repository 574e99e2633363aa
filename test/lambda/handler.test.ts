import type { AcceptedRequest, CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import type { NtpServer } from '../../lab/ntp/ntp-server';
import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import { handler } from '../../lambda/handler';
import { DriftWatch } from '../../lambda/monitor/drift-watch';
import { startCloudWatch } from '../../testkit/function/accepting-cloudwatch';
import { ALWAYS_PUBLISHED, WITHOUT_REFERENCE } from '../../testkit/function/always-published';
import { captureLog, context, eventOf, metricsIn } from '../../testkit/function/invocation';
import { closeAll, LAB_ERROR_MS, startServer } from '../../testkit/function/test-network';

/** Enough for servers that answer; half of it is how long silent ones are waited for. */
const SHORT_MS = 2000;

let cloudWatch: CloudWatch;
let accepted: AcceptedRequest[] = [];

beforeAll(async () => {
  cloudWatch = await startCloudWatch();
  cloudWatch.on('accepted', (request) => accepted.push(request));
});
beforeEach(() => {
  accepted = [];
});
afterAll(closeAll);

function startServers(...behaviours: ServerBehaviour[]): Promise<NtpServer[]> {
  return Promise.all(behaviours.map((behaviour) => startServer(behaviour)));
}

const invoke = (event: unknown, remainingMs?: number) =>
  captureLog(() => handler(event, context(remainingMs)));

describe('A malformed event', () => {
  test('is refused before anything is sent, logged or published', async () => {
    const servers = await startServers({}, {}, {});
    const { lines, outcome } = await invoke(eventOf(servers, { limitMs: -1 }));
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('limitMs is -1') },
    });
    expect(servers.map((server) => server.requests)).toEqual([0, 0, 0]);
    expect([lines, accepted]).toEqual([[], []]);
  });
});

describe('A lost reference', () => {
  test('is published as no offset at all, and the servers as usable', async () => {
    const servers = await startServers({}, { offsetMs: 300 }, { offsetMs: -300 });
    const { lines } = await invoke(eventOf(servers));
    expect(metricsIn(accepted)).toEqual({
      ...ALWAYS_PUBLISHED,
      Truechimers: 0,
      ...WITHOUT_REFERENCE,
      ServersUnusable: 0,
      'RoundTripDelay a': expect.any(Number),
      'Usable a': 1,
      'RoundTripDelay b': expect.any(Number),
      'Usable b': 1,
      'RoundTripDelay c': expect.any(Number),
      'Usable c': 1,
    });
    expect(lines.at(-1)).toMatchObject({ level: 'WARN', message: 'run', verdicts: { uncertain: 3 } });
  });
});

describe('An empty answer from everyone', () => {
  // Not the first test: the run before has loaded the SDK, for which a short time may not do.
  test('is published as Usable 0 of every server, and as nothing that was not measured', async () => {
    const servers = await startServers({ silent: true }, { silent: true }, { silent: true });
    const { lines, outcome } = await invoke(eventOf(servers), SHORT_MS);
    expect(metricsIn(accepted)).toEqual({
      ...ALWAYS_PUBLISHED,
      Truechimers: 0,
      ...WITHOUT_REFERENCE,
      ServersUnusable: 3,
      // One of many: the group's alarm speaks for it.
      'RunsUnusable a': 0.00001,
      'RunsUnusable b': 0.00001,
      'RunsUnusable c': 0.00001,
      'Usable a': 0,
      'Usable b': 0,
      'Usable c': 0,
    });
    expect(lines.map(({ message, reason }) => reason ?? message)).toEqual([
      'deadline',
      'deadline',
      'deadline',
      'run',
    ]);
    expect(outcome).toMatchObject({ status: 'fulfilled', value: { reference: { known: false } } });
  });
});

describe('A kiss', () => {
  test('is remembered by the next invocation', async () => {
    const servers = await startServers({ kiss: 'DENY' }, {}, {}, {});
    await invoke(eventOf(servers));
    const { outcome } = await invoke(eventOf(servers));
    expect(servers[0]!.requests).toBe(1);
    expect(outcome).toMatchObject({
      value: {
        servers: [{ reason: 'kiss', explanation: expect.stringContaining('left alone until') }, {}, {}, {}],
      },
    });
  });
});

describe('A majority of voters that is wrong', () => {
  test.each([
    ['3 hours ahead', 3 * 3_600_000],
    ['1024 weeks behind: GPS receivers in the wrong era', -1024 * 7 * 86_400_000],
  ])('does not make the evidence vanish, whose time they would set: %s', async (_what, offsetMs) => {
    const servers = await startServers({ offsetMs }, { offsetMs }, {});
    const startMs = Date.now();
    const { lines } = await invoke(eventOf(servers));
    const points = accepted.flatMap((request) => request.points);
    expect(metricsIn(accepted)).toMatchObject({ Truechimers: 2, 'Offset c': expect.closeTo(-offsetMs, -3) });
    for (const { timeMs } of points) {
      expect(Math.abs(timeMs - startMs)).toBeLessThan(5000);
    }
    // Nor does the log, while nobody sides with them.
    expect(Math.abs(Date.parse(String(lines[0]!.time)) - startMs)).toBeLessThan(5000);
  });
});

describe('A run', () => {
  test('is logged and published without its past, should that fail', async () => {
    const observe = jest.spyOn(DriftWatch.prototype, 'observe').mockImplementationOnce(() => {
      throw new RangeError('no such run');
    });
    const servers = await startServers({}, {}, {}, { offsetMs: 80 });
    const { lines, outcome } = await invoke(eventOf(servers));
    observe.mockRestore();

    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'ERROR past-failed',
      'INFO reading',
      'INFO reading',
      'INFO reading',
      'WARN reading',
      'INFO run',
    ]);
    expect(lines[0]!.explanation).toMatch(/^RangeError: no such run\n/);
    expect(metricsIn(accepted)).toMatchObject({ 'Offset d': expect.closeTo(80, 0), Truechimers: 3 });
    expect(outcome.status).toBe('fulfilled');
  });

  test('logs, publishes and returns every reading', async () => {
    const servers = await startServers({}, {}, {}, { offsetMs: 80 }, { unsynchronised: true });
    const { lines, outcome } = await invoke(eventOf(servers));

    const [a, , , d, e, run] = lines;
    expect(lines).toHaveLength(6);
    expect(d).toMatchObject({
      requestId: 'request-1',
      monitor: 'm',
      server: 'd',
      verdict: 'outside',
      level: 'WARN',
    });
    expect(e).toMatchObject({ server: 'e', verdict: 'unusable', reason: 'unsynchronised' });
    expect(e!.offsetMs).toBeCloseTo(0, -1); // logged, and not published
    expect(run).toMatchObject({ message: 'run', verdicts: { within: 3, outside: 1, unusable: 1 } });
    expect(Object.keys(a!).sort()).toEqual(
      [
        ...[
          'timestamp',
          'level',
          'message',
          'requestId',
          'monitor',
          'time',
          'server',
          'host',
          'port',
          'address',
        ],
        ...[
          'verdict',
          'offsetMs',
          'uncertaintyMs',
          'clockOffsetMs',
          'delayMs',
          'jitterMs',
          'rootDistanceMs',
          'limitMs',
          'vote',
        ],
        ...['requests', 'samples', 'ignored', 'packet', 'drift'],
      ].sort(),
    );

    const published = metricsIn(accepted);
    expect(Object.keys(published).sort()).toEqual(
      [
        ...['ClockOffset', 'Truechimers', 'ServersUnusable', 'RoundTripDelay e', 'Usable e'],
        ...Object.keys(ALWAYS_PUBLISHED),
        ...['RunsOutside d', 'RunsUnusable e'],
        ...['a', 'b', 'c', 'd'].flatMap((name) =>
          ['Offset', 'Uncertainty', 'RoundTripDelay', 'Usable'].map((metric) => `${metric} ${name}`),
        ),
      ].sort(),
    );
    expect(published).toMatchObject({
      Truechimers: 3,
      'Usable d': 1,
      'Usable e': 0,
      'Offset d': d!.offsetMs,
    });
    expect(Math.abs(published['Offset d']! - 80)).toBeLessThanOrEqual(
      published['Uncertainty d']! + LAB_ERROR_MS,
    );

    expect(outcome).toMatchObject({
      status: 'fulfilled',
      value: { monitor: 'm', reference: run!.reference },
    });
    expect((outcome as PromiseFulfilledResult<{ servers: unknown[] }>).value.servers).toHaveLength(5);
  });

  test('stamps its metrics with the time at which it began, and with its dimensions', async () => {
    const servers = await startServers({}, {}, {});
    const { lines } = await invoke(eventOf(servers, { monitor: 'another' }));
    for (const point of accepted.flatMap((request) => request.points)) {
      expect(point.timeMs).toBeCloseTo(new Date(String(lines[0]!.time)).getTime(), 0);
      expect(point.namespace).toBe('NtpDrift');
      expect(point.dimensions.Monitor).toBe('another');
    }
    expect(Object.keys(metricsIn(accepted))).toHaveLength(3 + Object.keys(ALWAYS_PUBLISHED).length + 3 * 4);
  });

  test('publishes an offset of zero like any other', async () => {
    const servers = await startServers({});
    await invoke(eventOf(servers, { reference: 'clock' }));
    const published = metricsIn(accepted);
    const { Outvoted: _, ...always } = ALWAYS_PUBLISHED;
    expect(Object.keys(published).sort()).toEqual(
      [
        ...['Truechimers', 'ServersUnusable', ...Object.keys(always)],
        ...['Offset a', 'Uncertainty a', 'RoundTripDelay a', 'Usable a'],
      ].sort(),
    );
    expect(Math.abs(published['Offset a']!)).toBeLessThanOrEqual(published['Uncertainty a']! + LAB_ERROR_MS);
  });
});
