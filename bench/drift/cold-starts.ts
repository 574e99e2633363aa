import type { DriftHistory, DriftRun } from '../../lambda/drift/drift-history';
import { recordRun } from '../../lambda/drift/drift-history';
import { driftOfAll } from '../../lambda/drift/drift-of';
import { gapOf, mergeReadBack, type PublishedSeries } from '../../lambda/drift/read-back';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { type Random, seededRandom } from '../../testkit/seeded-random';
import { type SimulatedClock, simulateRun } from './clock-simulation';
import { DRIFT_PATHS, type NetworkPath } from './network-path';

/** The rate of a server with a memory that is lost every two hours and read back, beside one that never is. */
export interface ColdStartCell {
  path: string;
  ppm: number;
  /** Root mean square of the errors, ppm. */
  warmPpm: number;
  coldPpm: number;
  coldCoverage: number;
  evaluations: number;
}

const LIFETIME_RUNS = 120;
const HOURS = 12;
const EVALUATE_COLD_EVERY = 10;
const COLD_VOTERS = [0, 1, 2].map(
  (i): SimulatedClock => ({ name: `voter ${i}`, votes: true, clockMs: () => 0 }),
);
/** Invocations come some seconds late, and metrics keep only their minute. */
const MAX_LATE_S = 4;
const PHASE_S = 23;

export function coldStartCells(servers: number, say: (words: string) => void): ColdStartCell[] {
  return Object.values(DRIFT_PATHS).flatMap((path) =>
    [0, 2, 20].map((ppm) => {
      say(`${path.name}, ${ppm} ppm`);
      return coldStartCell(ppm, path, servers);
    }),
  );
}

function coldStartCell(ppm: number, path: NetworkPath, servers: number): ColdStartCell {
  let [warmSquares, coldSquares, held, n] = [0, 0, 0, 0];
  for (let seed = 1; seed <= servers; seed += 1) {
    for (const { warm, cold } of ratesOf(ppm, path, seededRandom(60_000 + seed))) {
      warmSquares += (warm.ppm - ppm) ** 2;
      coldSquares += (cold.ppm - ppm) ** 2;
      held += Math.abs(cold.ppm - ppm) <= cold.halfWidthPpm ? 1 : 0;
      n += 1;
    }
  }
  return {
    ...{ path: path.name, ppm, evaluations: n },
    warmPpm: Math.sqrt(warmSquares / n),
    coldPpm: Math.sqrt(coldSquares / n),
    coldCoverage: held / n,
  };
}

function ratesOf(ppm: number, path: NetworkPath, random: Random) {
  const target: SimulatedClock = { name: 'target', votes: false, clockMs: (timeS) => (timeS * ppm) / 1000 };
  const servers = [...COLD_VOTERS, target];
  let [warm, cold]: [DriftHistory, DriftHistory] = [[], []];
  const published: DriftRun[] = [];
  const rates: { warm: Rate; cold: Rate }[] = [];
  for (let run = 0; run < HOURS * 60; run += 1) {
    const made = simulateRun({ servers, path, random }, run * 60 + PHASE_S + MAX_LATE_S * random());
    cold = run % LIFETIME_RUNS === 0 ? [] : cold;
    const gap = gapOf(cold, made.timeMs, MINUTE_MS);
    cold = gap ? mergeReadBack(cold, publishedSeries(published, gap.fromMs)) : cold;
    cold = recordRun(cold, made);
    warm = recordRun(warm, made);
    published.push(made);
    if (run >= 60 && run % EVALUATE_COLD_EVERY === 0) {
      const [left, right] = [rateOf(warm), rateOf(cold)];
      if (left && right) {
        rates.push({ warm: left, cold: right });
      }
    }
  }
  return rates;
}

interface Rate {
  ppm: number;
  halfWidthPpm: number;
}

function rateOf(history: DriftHistory): Rate | undefined {
  const question = { server: 'target', limitMs: 1e6 };
  const drift = driftOfAll(
    history,
    [question],
    COLD_VOTERS.map(({ name }) => name),
  )[0]!;
  return drift.known ? drift : undefined;
}

/** As GetMetricData gives it: whole minutes. */
function publishedSeries(runs: readonly DriftRun[], fromMs: number): PublishedSeries[] {
  const recent = runs.filter(({ timeMs }) => timeMs >= fromMs);
  return [...COLD_VOTERS.map(({ name }) => name), 'target'].map((server) => {
    const own = recent.filter(({ readings }) => readings[server]);
    const timestampsMs = own.map(({ timeMs }) => Math.floor(timeMs / MINUTE_MS) * MINUTE_MS);
    return {
      server,
      offset: { timestampsMs, values: own.map(({ readings }) => readings[server]!.offsetMs) },
      roundTripDelay: { timestampsMs, values: own.map(({ readings }) => readings[server]!.delayMs) },
    };
  });
}
