import type { DriftHistory } from '../../lambda/drift/drift-history';
import { recordRun } from '../../lambda/drift/drift-history';
import { driftOfAll } from '../../lambda/drift/drift-of';
import { seededRandom } from '../../testkit/seeded-random';
import { type SimulatedClock, simulateRun } from './clock-simulation';
import { HEALTHY_KINDS } from './healthy-clocks';
import type { NetworkPath } from './network-path';

/** How often servers that nobody wants to hear of were warned of. */
export interface HealthyResult {
  path: string;
  servers: number;
  serverYears: number;
  /** Evaluations, and how many of them met the rule. */
  evaluations: number;
  met: number;
  warnings: { kind: string; day: number; statement: unknown }[];
}

export interface HealthyOptions {
  path: NetworkPath;
  /** Simulated days, a run a minute. */
  days: number;
  seed: number;
  onProgress: (day: number, result: HealthyResult) => void;
}

export const BENCH_LIMIT_MS = 50;
const RUNS_A_DAY = 1440;
/** Evaluations share nearly all readings with their neighbours: every fifth run, and all runs around a hit. */
const EVALUATE_EVERY = 5;
const AROUND = 6;
/** The alarm's count: so many of so many. */
const WARN = { hits: 3, of: 6 };
const HEALTHY_VOTERS = 3;

/** Three voters and one server of each healthy kind, for days. */
export function checkHealthy({ path, days, seed, onProgress }: HealthyOptions): HealthyResult {
  const random = seededRandom(seed);
  const voters = Array.from({ length: HEALTHY_VOTERS }, (_, i): SimulatedClock => {
    const { clockMs } = HEALTHY_KINDS['disciplined, wandering']!(random, path);
    return { name: `voter ${i}`, votes: true, clockMs, statedMs: 5 };
  });
  const targets = Object.entries(HEALTHY_KINDS).map(
    ([name, make]): SimulatedClock => ({ name, votes: false, ...make(random, path) }),
  );
  const servers = [...voters, ...targets];
  const names = voters.map(({ name }) => name);
  const result = { path: path.name, servers: servers.length, serverYears: 0, evaluations: 0, met: 0 };
  const all: HealthyResult = { ...result, warnings: [] };
  let history: DriftHistory = [];
  let alertUntil = 0;
  const told = new Map<string, number>();
  /** By server: the runs whose evaluation met the rule. */
  const hits = new Map<string, number[]>(servers.map(({ name }) => [name, []]));

  const evaluate = (run: number, past: DriftHistory, asked = servers.map(({ name }) => name)) => {
    const only = asked.filter((server) => mayMeetRule(past, server));
    all.evaluations += asked.length;
    const questions = only.map((server) => ({ server, limitMs: BENCH_LIMIT_MS }));
    for (const [i, statement] of driftOfAll(past, questions, names).entries()) {
      if (statement.known && statement.timeLeft) {
        all.met += 1;
        note(only[i]!, run, statement);
      }
    }
  };
  const note = (server: string, run: number, statement: unknown) => {
    const recent = [...hits.get(server)!.filter((each) => each > run - WARN.of), run];
    hits.set(server, recent);
    alertUntil = run + AROUND;
    if (recent.length >= WARN.hits && run - (told.get(server) ?? -Infinity) > RUNS_A_DAY / 24) {
      all.warnings.push({ kind: server, day: run / RUNS_A_DAY, statement });
      told.set(server, run);
    }
  };

  for (let run = 0; run < days * RUNS_A_DAY; run += 1) {
    history = recordRun(history, simulateRun({ servers, path, random }, run * 60));
    const wasQuiet = alertUntil < run;
    if (run % EVALUATE_EVERY === 0 || !wasQuiet) {
      const before = all.met;
      evaluate(run, history);
      if (wasQuiet && all.met > before) {
        lookBack(run, history, { hits, evaluate });
      }
    }
    if ((run + 1) % RUNS_A_DAY === 0) {
      all.serverYears = (servers.length * (run + 1)) / RUNS_A_DAY / 365.25;
      onProgress((run + 1) / RUNS_A_DAY, all);
    }
  }
  return all;
}

/**
 * The rule asks for a line that rises by a third of what is left to the limit: within readings that lie closer together
 * than half of that there is none.
 */
function mayMeetRule(history: DriftHistory, server: string): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const { readings } of history) {
    const offsetMs = readings[server]?.offsetMs ?? low;
    low = Math.min(low, offsetMs);
    high = Math.max(high, offsetMs);
  }
  return high - low >= (BENCH_LIMIT_MS - Math.max(-low, high)) / 6;
}

/** A hit after a quiet time: were the runs before it, which were passed over, hits as well? */
function lookBack(
  run: number,
  history: DriftHistory,
  {
    hits,
    evaluate,
  }: { hits: Map<string, number[]>; evaluate: (run: number, past: DriftHistory, only: string[]) => void },
): void {
  const hit = [...hits].filter(([, runs]) => runs.includes(run)).map(([name]) => name);
  for (let back = WARN.of - 1; back > 0; back -= 1) {
    const earlier = run - back;
    if (earlier > 0 && earlier % EVALUATE_EVERY !== 0) {
      evaluate(earlier, history.slice(0, -back), hit);
    }
  }
}
