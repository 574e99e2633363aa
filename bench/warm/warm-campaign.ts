import { CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { type ErrorSummary, median, rotate, summariseErrors } from '../statistics';
import { ourPeers } from './ours';
import type { Client, Peer } from './peer';
import { PEERS } from './peers';

/** A server so far ahead has to be seen there, which proves a client's sign, unit and driver. */
const SIGN_CHECK_MS = 100;
const SIGN_CHECK_READINGS = 3;
/** Clients of one-millisecond resolution included. */
const SIGN_CHECK_TOLERANCE_US = 20_000;

export interface WarmOptions {
  rounds: number;
  /** Readings a round of each client that is cheap to run. */
  readings: number;
  /** How many readings in a row before the next client has its turn. */
  batch: number;
  /** Between the samples of a polite reading, ms. */
  politeSpacingMs: number;
  /** Ids of the clients to compare; undefined: all. */
  only?: readonly string[] | undefined;
  say: (line: string) => void;
}

export interface PeerResult extends ErrorSummary {
  id: string;
  title: string;
  samples: string;
  how: string;
  /** Median |error| of each round, microseconds. */
  roundMedians: number[];
  /** Readings that gave no offset, by why. */
  failures: string[];
}

export interface WarmResult {
  rounds: number;
  batch: number;
  politeSpacingMs: number;
  peers: PeerResult[];
  /** Clients that could not be compared. */
  missing: { id: string; title: string; reason: string }[];
}

interface WarmEntry {
  peer: Peer;
  client: Client;
  /** Errors by round, microseconds. */
  errors: number[][];
  failures: string[];
}

/** Compares clients in alternation against one chronyd, whose clock is the machine's own. */
export async function compareWarm(options: WarmOptions): Promise<WarmResult> {
  const servers = { true: await Chronyd.start(WARM_LIFETIME_S), ahead: await Chronyd.start(WARM_LIFETIME_S) };
  const cloudWatch = await CloudWatch.start();
  const entries: WarmEntry[] = [];
  const missing: WarmResult['missing'] = [];
  try {
    await servers.ahead.step(SIGN_CHECK_MS);
    const all = [
      ...ourPeers({ cloudWatchUrl: cloudWatch.url, spacingMs: options.politeSpacingMs }),
      ...PEERS,
    ];
    for (const peer of all.filter(({ id }) => options.only?.includes(id) ?? true)) {
      try {
        entries.push({ peer, client: await openChecked(peer, servers.ahead.port), errors: [], failures: [] });
        options.say(`ready: ${peer.title}`);
      } catch (error) {
        missing.push({ id: peer.id, title: peer.title, reason: (error as Error).message });
        options.say(`missing: ${peer.title}: ${(error as Error).message}`);
      }
    }
    for (let round = 0; round < options.rounds; round += 1) {
      await playRound(entries, servers.true.port, options);
      options.say(`round ${round + 1} of ${options.rounds} is over`);
    }
  } finally {
    await Promise.all(entries.map(({ client }) => client.close()));
    await Promise.all([servers.true.stop(), servers.ahead.stop(), cloudWatch.close()]);
  }
  const { rounds, batch, politeSpacingMs } = options;
  return { rounds, batch, politeSpacingMs, peers: entries.map(toResult), missing };
}

/** Far beyond the longest run. */
const WARM_LIFETIME_S = 3 * 3600;

/** Starts a client and has it read a clock that is known to be ahead. */
async function openChecked(peer: Peer, portOfServerAhead: number): Promise<Client> {
  const client = await peer.open();
  try {
    for (let i = 0; i < SIGN_CHECK_READINGS; i += 1) {
      const seenUs = await client.read(portOfServerAhead);
      if (Math.abs(seenUs - SIGN_CHECK_MS * 1000) > SIGN_CHECK_TOLERANCE_US) {
        throw new Error(`it saw a server that is ${SIGN_CHECK_MS} ms ahead at ${seenUs / 1000} ms`);
      }
    }
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** In every lap each client has one batch, and another one begins. */
async function playRound(
  entries: readonly WarmEntry[],
  port: number,
  { readings, batch }: Pick<WarmOptions, 'readings' | 'batch'>,
): Promise<void> {
  const laps = Math.ceil(readings / batch);
  for (const entry of entries) {
    entry.errors.push([]);
  }
  for (let lap = 0; lap < laps; lap += 1) {
    for (const { peer, client, errors, failures } of rotate(entries, lap)) {
      for (let i = 0; i < readingsOfLap(lap, batch * peer.share); i += 1) {
        try {
          errors.at(-1)!.push(await client.read(port));
        } catch (error) {
          failures.push((error as Error).message);
        }
      }
    }
  }
}

/** A slow client has fewer readings a lap, or only one in every few laps. */
function readingsOfLap(lap: number, perLap: number): number {
  return Math.ceil((lap + 1) * perLap) - Math.ceil(lap * perLap);
}

function toResult({ peer, errors, failures }: WarmEntry): PeerResult {
  const { id, title, samples, how } = peer;
  const roundMedians = errors.filter((round) => round.length > 0).map((round) => median(round.map(Math.abs)));
  return { id, title, samples, how, ...summariseErrors(errors.flat()), roundMedians, failures };
}
