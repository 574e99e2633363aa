import type { NtpServer } from '../../../lab/ntp/ntp-server';
import { NtpClient } from '../../../lambda/ntp/client';
import { calibrate } from '../../../lambda/ntp/clock/local-clock';
import {
  type Sampled,
  type SamplingOptions,
  type SamplingTarget,
  sampleAll,
} from '../../../lambda/ntp/sampling';
import { socketOpener } from '../../../lambda/ntp/socket';
import {
  addressOf,
  closeAll,
  closedPort,
  closeLater,
  LAB_ERROR_MS,
  startServer,
} from '../../../testkit/function/test-network';

/** Far away: no test is meant to reach it. */
const PATIENT_MS = 20_000;
/** For servers that are meant to stay silent. */
const IMPATIENT_MS = 100;
const QUICK = { samples: 3, spacingMs: 1 };
const FAST = { samples: 8, spacingMs: 0 };

const clock = calibrate();

afterEach(closeAll);

type Pacing = Pick<SamplingTarget, 'samples' | 'spacingMs'>;

function targetOf(server: NtpServer, pacing: Pacing): SamplingTarget {
  return { addresses: [addressOf(server)], ...pacing };
}

function sample(targets: SamplingTarget[], options: Partial<SamplingOptions> = {}): Promise<Sampled[]> {
  const client = closeLater(new NtpClient(socketOpener()));
  const deadlineMs = performance.now() + PATIENT_MS;
  return sampleAll(targets, { client, clock, replyTimeoutMs: PATIENT_MS, deadlineMs, ...options });
}

describe('A server that must not be asked again', () => {
  test('because it sent a kiss in the middle of the run', async () => {
    const server = await startServer();
    const good = await startServer();
    server.on('request', () => server.requests === 2 && server.change({ kiss: 'RATE' }));
    const [kissed, other] = await sample([targetOf(server, FAST), targetOf(good, FAST)]);
    expect(kissed).toMatchObject({ requests: 3, kiss: 'RATE' });
    expect(kissed!.samples).toHaveLength(2);
    expect(server.requests).toBe(3);
    expect(other!.samples).toHaveLength(8);
  });

  test('because it is not synchronised: asking again would not help', async () => {
    const server = await startServer({ unsynchronised: true });
    const [sampled] = await sample([targetOf(server, QUICK)]);
    expect(sampled).toMatchObject({
      requests: 1,
      samples: [],
      lastReply: { packet: { leap: 3, stratum: 0 } },
    });
    expect(sampled).not.toHaveProperty('kiss');
    expect(server.requests).toBe(1);
  });
});

describe('A server that does not answer', () => {
  test.each([
    ['with spacing is asked as often as planned', QUICK, 3],
    ['without spacing is given up after two silences', FAST, 2],
  ])('%s', async (_name, pacing, requests) => {
    const server = await startServer({ silent: true });
    const good = await startServer();
    const [silent, other] = await sample([targetOf(server, pacing), targetOf(good, QUICK)], {
      replyTimeoutMs: IMPATIENT_MS,
    });
    expect(silent).toMatchObject({ requests, samples: [], lastFailure: { kind: 'timeout' } });
    expect(server.requests).toBe(requests);
    expect(other!.samples.length).toBeGreaterThan(0);
  });

  test('because its port is closed is found out by the second request', async () => {
    const address = { ip: '127.0.0.1', family: 4, port: await closedPort() } as const;
    const [sampled] = await sample([{ addresses: [address], ...QUICK }], { replyTimeoutMs: IMPATIENT_MS });
    expect(sampled).toMatchObject({ requests: 2, lastFailure: { kind: 'port-closed' }, cutShort: false });
  });

  test('at first, but later, is sampled from then on', async () => {
    const server = await startServer({ silent: true });
    server.once('request', () => server.change({ silent: false }));
    const [sampled] = await sample([targetOf(server, QUICK)], { replyTimeoutMs: 500 });
    expect(sampled).toMatchObject({ requests: 3, lastFailure: { kind: 'timeout' } });
    expect(sampled!.samples).toHaveLength(2);
  });

  test('now and then without spacing keeps its place', async () => {
    const server = await startServer();
    server.on('request', () => server.change({ silent: server.requests % 3 === 1 }));
    const [sampled] = await sample([targetOf(server, FAST)], { replyTimeoutMs: 300 });
    expect(sampled!.requests).toBe(8);
    expect(sampled!.samples.length).toBe(5);
  });
});

describe('The deadline', () => {
  test('that is over lets nothing out', async () => {
    const server = await startServer();
    const [sampled] = await sample([targetOf(server, QUICK)], { deadlineMs: 0 });
    expect(sampled).toMatchObject({ requests: 0, samples: [], cutShort: true });
    expect(server.requests).toBe(0);
  });

  test('cuts the spacing short and keeps what was measured', async () => {
    const server = await startServer();
    const pacing = { samples: 2, spacingMs: 2 * PATIENT_MS };
    const [sampled] = await sample([targetOf(server, pacing)]);
    expect(sampled).toMatchObject({ requests: 1, cutShort: true });
    expect(sampled!.samples).toHaveLength(1);
  });

  test('cuts the wait for a reply short', async () => {
    const server = await startServer({ silent: true });
    const startMs = performance.now();
    const deadlineMs = startMs + IMPATIENT_MS;
    const [sampled] = await sample([targetOf(server, FAST)], { deadlineMs });
    expect(sampled).toMatchObject({ samples: [], lastFailure: { kind: 'timeout' } });
    expect(performance.now() - startMs).toBeLessThan(PATIENT_MS / 2);
  });

  test.each([
    ['was cut short', IMPATIENT_MS, PATIENT_MS, true],
    ['had all its time', PATIENT_MS, IMPATIENT_MS, false],
  ])('is told from a server that does not answer: the wait for its last reply %s', async (...row) => {
    const [, untilDeadlineMs, replyTimeoutMs, cutShort] = row;
    const server = await startServer({ silent: true });
    const deadlineMs = performance.now() + untilDeadlineMs;
    const target = targetOf(server, { samples: 1, spacingMs: 0 });
    const [sampled] = await sample([target], { deadlineMs, replyTimeoutMs });
    expect(sampled).toMatchObject({ requests: 1, lastFailure: { kind: 'timeout' }, cutShort });
  });

  test('is not to blame for what an answer says that came in time', async () => {
    const server = await startServer();
    const deadlineMs = performance.now() + 500;
    const target = targetOf(server, { samples: 1, spacingMs: 0 });
    const [sampled] = await sample([target], { deadlineMs });
    expect(sampled).toMatchObject({ requests: 1, samples: [expect.anything()], cutShort: false });
  });
});

describe('Samples', () => {
  test('of several servers come back in the order of the targets, each with its own truth', async () => {
    const offsets = [0, 80, -370, 0.25];
    const servers = await Promise.all(offsets.map((offsetMs) => startServer({ offsetMs })));
    const sampled = await sample(servers.map((server) => targetOf(server, QUICK)));
    for (const [i, { samples, requests, cutShort }] of sampled.entries()) {
      expect([samples.length, requests, cutShort]).toEqual([3, 3, false]);
      for (const { offsetMs, delayMs } of samples) {
        expect(Math.abs(offsetMs - offsets[i]!)).toBeLessThanOrEqual(delayMs / 2 + LAB_ERROR_MS);
      }
    }
  });

  test('of two servers at one address are both taken', async () => {
    const server = await startServer();
    const target = targetOf(server, QUICK);
    const [first, second] = await sample([target, target]);
    expect([first!.samples.length, second!.samples.length]).toEqual([3, 3]);
    expect(server.requests).toBe(6);
  });

  test('are spaced as told', async () => {
    const server = await startServer();
    const [sampled] = await sample([targetOf(server, { samples: 3, spacingMs: 30 })]);
    const [first, second, third] = sampled!.samples.map((each) => each.sentMs);
    // T1 is later than the turn that it is counted from, by a little.
    expect(Math.min(second! - first!, third! - second!)).toBeGreaterThan(20);
  });

  test('of nobody are none', async () => {
    expect(await sample([])).toEqual([]);
  });
});
