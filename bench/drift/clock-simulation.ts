import type { DriftReading, DriftRun } from '../../lambda/drift/drift-history';
import type { Random } from '../../testkit/seeded-random';
import { bestExchange, type NetworkPath, type PathState, USUAL_STATE } from './network-path';

/** A server whose clock and path are known at every instant. */
export interface SimulatedClock {
  name: string;
  votes: boolean;
  /** How far its clock is ahead of true time, ms; asked once a run, at rising times. */
  clockMs: (timeS: number) => number;
  /** What it states as root delay / 2 + root dispersion, ms. Default: 0. */
  statedMs?: number;
  /** Default: as usual. */
  path?: (timeS: number) => PathState;
  /** Whether it answers usably at all. Default: yes. */
  answers?: (timeS: number) => boolean;
}

export interface ClockSimulation {
  servers: readonly SimulatedClock[];
  path: NetworkPath;
  random: Random;
}

/** Some whole minute. */
const SIMULATION_EPOCH_MS = 1_790_000_000 * 60_000;

/** One run of the monitor: what it publishes, as the function would. */
export function simulateRun({ servers, path, random }: ClockSimulation, timeS: number): DriftRun {
  const measured = servers.flatMap((server) => {
    const { delayMs, errorMs } = bestExchange(path, server.path?.(timeS) ?? USUAL_STATE, random);
    const offsetMs = server.clockMs(timeS) + errorMs;
    return server.answers?.(timeS) === false ? [] : [{ server, delayMs, offsetMs }];
  });
  const voters = measured.filter(({ server }) => server.votes);
  const reference = consensus(voters);
  const readings: Record<string, DriftReading> = {};
  for (const each of reference ? measured : []) {
    const { server, offsetMs, delayMs } = each;
    readings[server.name] = {
      offsetMs: offsetMs - reference!.offsetMs,
      delayMs,
      uncertaintyMs: delayMs / 2 + reference!.boundMs,
      address: server.name,
      ...(server.votes && !reference!.truechimers.has(server.name) && { outvoted: true }),
    };
  }
  return { timeMs: SIMULATION_EPOCH_MS + timeS * 1000, readings };
}

interface SimulatedVote {
  server: SimulatedClock;
  offsetMs: number;
  delayMs: number;
}

/** As RFC 5905 does it in short: those that share a point with most, weighted by their distance. */
function consensus(voters: readonly SimulatedVote[]) {
  const distance = ({ delayMs, server }: SimulatedVote) => delayMs / 2 + (server.statedMs ?? 0);
  const edges = voters.flatMap((vote) => [vote.offsetMs - distance(vote), vote.offsetMs + distance(vote)]);
  let [most, low, high] = [0, 0, 0];
  const sorted = edges.sort((a, b) => a - b);
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const point = (sorted[i]! + sorted[i + 1]!) / 2;
    const holding = voters.filter((vote) => Math.abs(vote.offsetMs - point) <= distance(vote)).length;
    if (holding > most) {
      [most, low, high] = [holding, sorted[i]!, sorted[i + 1]!];
    }
  }
  if (most <= voters.length / 2) {
    return undefined;
  }
  const point = (low + high) / 2;
  const truechimers = voters.filter((vote) => Math.abs(vote.offsetMs - point) <= distance(vote));
  const weights = truechimers.reduce((sum, vote) => sum + 1 / distance(vote), 0);
  const offsetMs = truechimers.reduce((sum, vote) => sum + vote.offsetMs / distance(vote), 0) / weights;
  return {
    offsetMs,
    boundMs: Math.max(offsetMs - low, high - offsetMs),
    truechimers: new Set(truechimers.map(({ server }) => server.name)),
  };
}
