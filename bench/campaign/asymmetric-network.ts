import { NtpServer } from '../../lab/ntp/ntp-server';
import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import type { TrueTime } from '../../lab/ntp/server-clock';
import { type Path, Relay, type Traffic } from '../../testkit/ntp/udp-relay';
import type { Random } from '../../testkit/seeded-random';

/** The longest that a packet takes one way, ms: delay and jitter together. */
const MAX_ONE_WAY_MS = 100;
/** The largest share of packets that meet with loss, with duplication, with reordering. */
const MAX_SHARE = 0.3;

/** A server whose clock is known, behind a network of its own. */
export interface Station {
  server: NtpServer;
  relay: Relay;
}

export async function startStation(
  trueTime: TrueTime,
  random: Random,
  behaviour: ServerBehaviour,
): Promise<Station> {
  const server = await NtpServer.start({ trueTime, behaviour });
  const relay = await Relay.start({ to: server, seed: Math.floor(random() * 2 ** 30) });
  return { server, relay };
}

export async function stopStations(stations: readonly Station[]): Promise<void> {
  await Promise.all(stations.flatMap(({ relay, server }) => [relay.close(), server.close()]));
}

export interface CampaignNetwork {
  up: Path;
  down: Path;
}

/** Nothing but this machine's own microseconds. */
export const GOOD_NETWORK: CampaignNetwork = { up: {}, down: {} };

/** Two directions, each bad in its own way; one in six has no delay, and one network in ten is good. */
export function anyNetwork(random: Random): CampaignNetwork {
  return random() < 0.1 ? GOOD_NETWORK : { up: anyPath(random), down: anyPath(random) };
}

function anyPath(random: Random): Path {
  const kind = random();
  const delayMs = random() * MAX_ONE_WAY_MS;
  if (kind < 1 / 6) {
    return {};
  }
  if (kind < 2 / 6) {
    return { delayMs };
  }
  return {
    delayMs,
    jitterMs: random() * (MAX_ONE_WAY_MS - delayMs),
    jitter: kind < 4 / 6 ? 'uniform' : 'queue',
    loss: kind < 5 / 6 ? 0 : random() * MAX_SHARE,
    duplication: random() * MAX_SHARE,
    reordering: random() * MAX_SHARE,
  };
}

/** What passed through the stations' relays, both directions together. */
export function trafficOf(stations: readonly { relay: Relay }[]): Traffic {
  return sumTraffic(stations.flatMap(({ relay }) => [relay.traffic.up, relay.traffic.down]));
}

export function sumTraffic(parts: readonly Traffic[]): Traffic {
  const total = (key: keyof Traffic) => parts.reduce((sum, each) => sum + each[key], 0);
  return {
    arrived: total('arrived'),
    lost: total('lost'),
    duplicated: total('duplicated'),
    overtook: total('overtook'),
  };
}

/** A target's clock: right to a microsecond or an hour off, steady, or drifting by up to 500 ppm. */
export function anyClock(random: Random): ServerBehaviour {
  const sizeMs = 10 ** (-3 + random() * 9.5);
  const drift = random();
  return {
    offsetMs: random() < 0.5 ? sizeMs : -sizeMs,
    driftPpm: drift < 0.3 ? 0 : drift < 0.8 ? anyWithin(random, 15) : anyWithin(random, 500),
    precision: -24 + Math.floor(random() * 7),
  };
}

/** A voter that errs by up to `maxErrorMs` and admits at least as much, and about twice as much at the most. */
export function honestVoter(random: Random, maxErrorMs: number): ServerBehaviour {
  const errorMs = anyWithin(random, maxErrorMs);
  return {
    offsetMs: errorMs,
    precision: -24,
    rootDelayMs: 0,
    rootDispersionMs: atLeast(Math.abs(errorMs) * (1 + random())),
  };
}

/** Evenly between -size and +size. */
export function anyWithin(random: Random, size: number): number {
  return (random() * 2 - 1) * size;
}

/** RFC 5905, section 6, short format: a server states its root dispersion in steps of 2^-16 s. */
const SHORT_UNIT_MS = 1000 / 65536;

/** The least root dispersion that the packet can state and that is no less than this, ms. */
export function atLeast(ms: number): number {
  return Math.ceil(ms / SHORT_UNIT_MS) * SHORT_UNIT_MS;
}
