import {
  type DriftHistory,
  type DriftReading,
  type DriftRun,
  recordRun,
} from '../../lambda/drift/drift-history';
import { PACING } from '../../lambda/monitor/defaults';
import { parseEvent, type RunPlan } from '../../lambda/monitor/event';
import { run, systemDependencies } from '../../lambda/monitor/run';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { Relay } from '../../testkit/ntp/udp-relay';
import { quantile } from '../statistics';
import { ChronydObserver, loopbackAddress } from './chronyd-observer';
import { ESTIMATORS } from './estimators/all-estimators';
import type { RateEstimate } from './estimators/estimator';

/** What one estimator said of one real server after one run of 64 s. */
export interface RealEstimate {
  way: 'direct' | 'relay';
  truePpm: number;
  estimator: string;
  /** null: it stated nothing. */
  ppm: number | null;
  halfWidthPpm: number | null;
}

/** One estimator over all runs: medians of the absolute errors. */
export interface RealCell {
  way: RealEstimate['way'];
  truePpm: number | 'all';
  estimator: string;
  medianErrorPpm: number | null;
  coverage: number | null;
  runs: number;
}

export const CHRONYD = "chronyd's sourcestats";
const TRUE_PPM = [0, 1, 10, 100];
const SECONDS = 64;
/** Mean 10 ms each way: see `Path.jitter`. */
const JITTERY = { delayMs: 10, jitterMs: 40, jitter: 'queue' } as const;
/** Direct servers as one's own are read, the others with as few samples as foreign ones, without the pauses. */
const BENCH_PACING = { fast: PACING.fast, polite: { samples: PACING.polite.samples, spacingMs: 0 } };

/**
 * Real chronyds whose private clocks gain, read by the product once a second and by another chronyd that polls once a
 * second, direct and behind a relay with jitter.
 * @param rounds one after another, each with so many sets of servers beside one another
 */
export async function realServers(
  { rounds, sets }: { rounds: number; sets: number },
  say: (words: string) => void,
): Promise<RealEstimate[]> {
  const found: RealEstimate[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: ${sets} x ${2 * TRUE_PPM.length} paths for ${SECONDS} s`);
    const all = await Promise.all(Array.from({ length: sets }, (_, set) => oneSet(round * sets + set)));
    found.push(...all.flat());
  }
  return found;
}

async function oneSet(seed: number): Promise<RealEstimate[]> {
  const closing: (() => Promise<void>)[] = [];
  try {
    const servers = await Promise.all(TRUE_PPM.map((_, i) => Chronyd.startAt(loopbackAddress(i))));
    closing.push(...servers.map((server) => () => server.stop()));
    const relays = await Promise.all(
      servers.map((to, i) =>
        Relay.start({
          to,
          host: loopbackAddress(TRUE_PPM.length + i),
          up: JITTERY,
          down: JITTERY,
          seed: 100 * seed + i,
        }),
      ),
    );
    closing.push(...relays.map((relay) => () => relay.close()));
    await Promise.all(servers.map((server, i) => server.drift(TRUE_PPM[i]!)));
    const ports = [...servers, ...relays].map(({ port }) => port);
    const observer = await ChronydObserver.start(ports);
    closing.push(() => observer.stop());
    const history = await watchServers(ports);
    const statistics = await observer.statistics();
    return ports.flatMap((_, i) => {
      const chrony = { ppm: statistics[i]!.ppm, halfWidthPpm: statistics[i]!.skewPpm };
      return estimatesOf(i, history, statistics[i]!.samples >= 6 ? chrony : undefined);
    });
  } finally {
    await Promise.allSettled(closing.map((close) => close()));
  }
}

/**
 * A run of the product a second, against the clock that servers and function share: first of the direct servers, then of
 * those behind relays, whose timers run in this process and would disturb the others.
 */
async function watchServers(ports: readonly number[]): Promise<DriftHistory> {
  const servers = ports.map((port, i) => ({
    host: loopbackAddress(i),
    port,
    name: serverLabel(i),
    role: 'target',
    pacing: 'fast',
  }));
  const plans = [servers.slice(0, TRUE_PPM.length), servers.slice(TRUE_PPM.length)].map((group) =>
    parseEvent({ monitor: 'drift', reference: 'clock', servers: group }),
  );
  let history: DriftHistory = [];
  const beganMs = performance.now();
  for (let second = 0; second < SECONDS; second += 1) {
    for (const plan of plans) {
      history = recordRun(history, await readOnce(plan));
    }
    const waitMs = beganMs + (second + 1) * 1000 - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(waitMs, 0)));
  }
  return history;
}

async function readOnce(plan: RunPlan): Promise<DriftRun> {
  const timeMs = performance.timeOrigin + performance.now();
  const { servers } = await run(plan, systemDependencies(), {
    deadlineMs: performance.now() + 5_000,
    pacing: BENCH_PACING,
    replyTimeoutMs: 400,
  });
  const readings: Record<string, DriftReading> = {};
  for (const { server, offsetMs, delayMs, uncertaintyMs, address } of servers) {
    if (offsetMs !== null && delayMs !== null && uncertaintyMs !== null) {
      readings[server] = { offsetMs, delayMs, uncertaintyMs, address: address! };
    }
  }
  return { timeMs, readings };
}

function estimatesOf(i: number, history: DriftHistory, chrony: RateEstimate | undefined): RealEstimate[] {
  const way = i < TRUE_PPM.length ? 'direct' : 'relay';
  const truePpm = TRUE_PPM[i % TRUE_PPM.length]!;
  const stated: [string, RateEstimate | undefined][] = [
    [CHRONYD, chrony],
    ...Object.entries(ESTIMATORS).map(([name, estimate]): [string, RateEstimate | undefined] => [
      name,
      estimate(history, serverLabel(i), []),
    ]),
  ];
  return stated.map(([estimator, rate]) => ({
    ...{ way, truePpm, estimator },
    ppm: rate?.ppm ?? null,
    halfWidthPpm: rate?.halfWidthPpm ?? null,
  }));
}

function serverLabel(i: number): string {
  return `server ${i}`;
}

/** Medians over all runs, for each rate and for all together. */
export function realCells(estimates: readonly RealEstimate[]): RealCell[] {
  const names = [...new Set(estimates.map(({ estimator }) => estimator))];
  return (['direct', 'relay'] as const).flatMap((way) =>
    names.flatMap((estimator) =>
      [...TRUE_PPM, 'all' as const].map((truePpm): RealCell => {
        const own = estimates.filter(
          (each) =>
            each.way === way &&
            each.estimator === estimator &&
            (truePpm === 'all' || each.truePpm === truePpm),
        );
        const stated = own.filter(({ ppm }) => ppm !== null);
        const errors = stated.map((each) => Math.abs(each.ppm! - each.truePpm));
        const held = stated.filter((each, i) => errors[i]! <= each.halfWidthPpm!).length;
        return {
          ...{ way, truePpm, estimator, runs: own.length },
          medianErrorPpm: errors.length > 0 ? quantile(errors, 0.5) : null,
          coverage: errors.length > 0 ? held / errors.length : null,
        };
      }),
    ),
  );
}
