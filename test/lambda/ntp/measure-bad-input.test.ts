import type { ServerBehaviour } from '../../../lab/ntp/server-behaviour';
import { calibrate } from '../../../lambda/ntp/clock/local-clock';
import { AddressMemory } from '../../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../../lambda/ntp/kiss-of-death';
import { type Measured, measure } from '../../../lambda/ntp/measure';
import { socketOpener } from '../../../lambda/ntp/socket';
import { closeAll, closedPort, LAB_ERROR_MS, startServer } from '../../../testkit/function/test-network';

/** One server among the others: where it is, or what it does on loopback; and what has to come of it. */
interface Case {
  host?: string;
  behaviour?: ServerBehaviour;
  reason: string;
  explanation: string;
  /** Packets ignored, at least. */
  ignored?: Record<string, number>;
}

const BAD: Record<string, Case> = {
  'sends garbage': {
    behaviour: { garbageBytes: 300 },
    reason: 'bad-packet',
    explanation: 'no valid reply, only packets that had to be ignored (',
    ignored: { forged: 2 },
  },
  'sends truncated packets': {
    behaviour: { cutToBytes: 40 },
    reason: 'bad-packet',
    explanation: 'only packets that had to be ignored (2 malformed): 127.0.0.1:',
    ignored: { malformed: 2 },
  },
  'sends oversized packets': {
    behaviour: { padToBytes: 9000 },
    reason: 'bad-packet',
    explanation: '2 malformed',
    ignored: { malformed: 2 },
  },
  'sends spoofed packets': {
    behaviour: { forged: true },
    reason: 'bad-packet',
    explanation: '2 forged',
    ignored: { forged: 2 },
  },
  'answers in the wrong mode': { behaviour: { mode: 5 }, reason: 'bad-packet', explanation: '2 malformed' },
  'leaves out the time': {
    behaviour: { zeroTransmit: true },
    reason: 'bad-packet',
    explanation: '2 malformed',
  },
  'answers from another port': {
    behaviour: { fromAnotherPort: true },
    reason: 'bad-packet',
    explanation: '1 wrong-source', // the second request's socket is connected and doesn't hear it
    ignored: { 'wrong-source': 1 },
  },
  'answers too late': {
    behaviour: { lateMs: 1100 },
    reason: 'timeout',
    explanation: 'check that UDP can reach it',
  },
  'is silent': { behaviour: { silent: true }, reason: 'timeout', explanation: '(2 sent, 0 answered later)' },
  'is not synchronised': {
    behaviour: { unsynchronised: true },
    reason: 'unsynchronised',
    explanation: 'its own clock is not synchronised (leap 3, stratum 0); check its upstream servers',
  },
  'has a stratum beyond the last': {
    behaviour: { stratum: 16 },
    reason: 'unsynchronised',
    explanation: '(leap 0, stratum 16)',
  },
  'asks for less': { behaviour: { kiss: 'RATE' }, reason: 'kiss', explanation: 'the kiss code RATE' },
  'denies service': { behaviour: { kiss: 'DENY' }, reason: 'kiss', explanation: 'the kiss code DENY' },
  'answers before it was asked': {
    behaviour: { holdMs: 60_000 },
    reason: 'negative-delay',
    explanation: "the server's receive and transmit timestamps can't both be right",
  },
  'has a closed port': {
    host: '127.0.0.1',
    reason: 'port-closed',
    explanation: 'nothing listens on that port (ICMP port unreachable); start its NTP service',
  },
  'has a name that does not exist': {
    host: 'missing.test',
    reason: 'name-not-found',
    explanation: 'the name could not be resolved: queryA ENOTFOUND missing.test; check it',
  },
  'has a name that nobody resolves in time': {
    host: 'slow.test',
    reason: 'dns-failed',
    explanation: 'no name server could say where it is: no answer within 500 ms; check the function',
  },
  'cannot be sent to': {
    host: '255.255.255.255',
    reason: 'network',
    explanation: 'the request could not be sent (connect EACCES',
  },
};

const GOOD: Record<string, ServerBehaviour> = {
  'is right': {},
  'is 80 ms ahead': { offsetMs: 80 },
  'is 370 ms behind': { offsetMs: -370 },
  'is far from true time, on its own account': { rootDispersionMs: 5000 },
  'sends each reply twice': { copies: 2, offsetMs: 5 },
  'is preceded by a forger who denies service': { preceding: [{ forged: true, kiss: 'DENY' }], offsetMs: 1 },
  'is preceded by garbage': { preceding: [{ garbageBytes: 48 }, { cutToBytes: 1 }], offsetMs: -1 },
  'is preceded by another who saw the request': { preceding: [{ fromAnotherPort: true, offsetMs: 900 }] },
};

/** One run of all of them at once: what any of them does to another would show. */
const measured: Record<string, Measured> = {};

beforeAll(async () => {
  const closed = await closedPort();
  const pacing = { samples: 8, spacingMs: 0 };
  const lab = async (behaviour: ServerBehaviour, host?: string) => {
    const server = await startServer(behaviour, host);
    return { host: server.host, port: server.port, ...pacing };
  };
  const bad = Object.entries(BAD).map(async ([name, { host, behaviour }]) => ({
    name,
    ...(behaviour ? await lab(behaviour) : { host: host!, port: closed, ...pacing }),
  }));
  const good = Object.entries(GOOD).map(async ([name, behaviour], i) => ({
    name,
    ...(await lab(behaviour, i % 2 === 0 ? '::1' : undefined)),
  }));
  const targets = await Promise.all([...bad, ...good]);
  const { servers: results } = await measure(targets, {
    clock: calibrate(),
    resolve: (host) =>
      host === 'slow.test'
        ? new Promise(() => undefined)
        : Promise.reject(Object.assign(new Error(`queryA ENOTFOUND ${host}`), { code: 'ENOTFOUND' })),
    openSocket: socketOpener(),
    kisses: new KissOfDeathCache(),
    addresses: new AddressMemory(),
    resolveBudgetMs: 500,
    replyTimeoutMs: 700,
    deadlineMs: performance.now() + 20_000,
  });
  for (const [i, result] of results.entries()) {
    measured[targets[i]!.name] = result;
  }
});
afterAll(closeAll);

describe('A server is unusable that', () => {
  test.each(Object.entries(BAD))('%s', (name, { reason, explanation, ignored = {} }) => {
    const { unusable, ignored: seen } = measured[name]!;
    expect(unusable).toEqual({ reason, explanation: expect.stringContaining(explanation) });
    expect(seen).toMatchObject(ignored);
  });
});

describe('Beside all of them, a server is measured as ever that', () => {
  test.each(Object.entries(GOOD))('%s', (name, { offsetMs = 0 }) => {
    const { unusable, best, errorMs, sampled } = measured[name]!;
    expect(unusable).toBeUndefined();
    expect(sampled).toMatchObject({ requests: 8, cutShort: false });
    expect(sampled.samples).toHaveLength(8);
    expect(Math.abs(best!.offsetMs - offsetMs)).toBeLessThanOrEqual(errorMs! + LAB_ERROR_MS);
  });
});

test('Every server has exactly one outcome', () => {
  expect(Object.keys(measured)).toEqual([...Object.keys(BAD), ...Object.keys(GOOD)]);
});
