import type { ServerBehaviour } from '../../../lab/ntp/server-behaviour';
import { NtpClient } from '../../../lambda/ntp/client';
import { calibrate } from '../../../lambda/ntp/clock/local-clock';
import { sampleAll } from '../../../lambda/ntp/sampling';
import { socketOpener } from '../../../lambda/ntp/socket';
import { addressOf, closeAll, closeLater, startServer } from '../../../testkit/function/test-network';

type Pacing = { samples: number; spacingMs: number };

/** `onIdle` promises a second; what is more leaves a busy machine as much. */
const LONG = { samples: 2, spacingMs: 2000 };
const LONGER = { ...LONG, samples: 3 };
const SHORT = { samples: 3, spacingMs: 900 };
const FAST = { samples: 8, spacingMs: 0 };
const LATE = { lateMs: 100 };

const SCENARIOS = {
  'the next request of one is due within a second': [
    [{}, SHORT],
    [{}, LONG],
  ],
  'a silent server is waited for': [
    [{}, LONG],
    [{ silent: true }, LONG],
  ],
  'requests have no spacing': [[{}, FAST]],
  'every server sleeps, and sleeps again': [
    [{}, LONGER],
    [LATE, LONGER],
  ],
  'the last that was not asleep is done': [
    [{}, LONG],
    [{ ...LATE, unsynchronised: true }, LONG],
  ],
} satisfies Record<string, [ServerBehaviour, Pacing][]>;

type Scenario = keyof typeof SCENARIOS;

/** How many requests were waited for at each call of `onIdle`. */
const calls = {} as Record<Scenario, number[]>;

beforeAll(async () => {
  const scenarios = Object.entries(SCENARIOS) as [Scenario, [ServerBehaviour, Pacing][]][];
  await Promise.all(
    scenarios.map(async ([name, servers]) => {
      calls[name] = await play(servers);
    }),
  );
});
afterAll(closeAll);

async function play(servers: [ServerBehaviour, Pacing][]): Promise<number[]> {
  const client = closeLater(new NtpClient(socketOpener()));
  const targets = await Promise.all(
    servers.map(async ([behaviour, pacing]) => ({
      addresses: [addressOf(await startServer(behaviour))] as const,
      ...pacing,
    })),
  );
  const waiting: number[] = [];
  await sampleAll(targets, {
    client,
    clock: calibrate(),
    replyTimeoutMs: LONG.spacingMs,
    deadlineMs: performance.now() + 20_000,
    onIdle: () => waiting.push(client.waiting),
  });
  return waiting;
}

test.each<Scenario>([
  'the next request of one is due within a second',
  'a silent server is waited for',
  'requests have no spacing',
])('There is no quiet while %s', (scenario) => {
  expect(calls[scenario]).toEqual([]);
});

test.each<Scenario>(['every server sleeps, and sleeps again', 'the last that was not asleep is done'])(
  'Quiet comes once, with nothing waited for, when %s',
  (scenario) => {
    expect(calls[scenario]).toEqual([0]);
  },
);
