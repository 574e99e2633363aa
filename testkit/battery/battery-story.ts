import type { MonitorPlan } from '../../lab/scenarios/scenario';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { seededRandom } from '../seeded-random';
import type { MonitorName } from './battery-monitors';
import type { Expectations } from './expectations';

/** What a story is told of: the monitor's servers, by their names, and its schedule. */
export interface StoryContext {
  minutes: number;
  voters: readonly string[];
  targets: readonly string[];
  all: readonly string[];
}

/** What goes wrong, and which notifications must come of it. */
interface BatteryScript extends Expectations {
  steps: readonly ScenarioStep[];
  /** Whether the monitor is deployed with the first step: nothing has run before. */
  isNew?: true;
}

/** A scenario for several monitors and schedules. */
export interface BatteryStory {
  /** As in the list of what failed in November 2026 (`A2`), or one of our own (`B7`). */
  id: string;
  about: string;
  monitors: readonly MonitorName[];
  /** Minutes between two runs. */
  schedules: readonly number[];
  script: (context: StoryContext) => BatteryScript;
  /** What is deployed in the place of the monitor, before a run of the script. */
  deployment?: {
    run: number;
    monitor: (plan: MonitorPlan) => MonitorPlan;
    /** Between two runs from then on. Default: as before. */
    minutes?: number;
  };
  /** Whether it takes long: many servers, or hours. */
  isSlow?: true;
}

/** Of a schedule of a run a minute. */
export const RUNS_OF_A_DAY = 24 * 60;
/** How often all four requests of a run get lost on a healthy network. */
export const HEALTHY_LOSS = 0.003;

export const EVERY_MINUTE = [1] as const;
export const EVERY_SCHEDULE = [1, 5, 60] as const;

export const MINUTES_OF_A_NIGHT = 8 * 60;

/** All is well, long enough for every window to pass. */
export const QUIET: ScenarioStep = { runs: 30 };

/** The same, long enough for what waits for an outage's end, too. */
export const LONG_QUIET: ScenarioStep = { runs: 60 };

export function storyContext({ servers }: MonitorPlan, minutes: number): StoryContext {
  const named = (role: string) =>
    servers.filter((server) => (server.role ?? 'reference') === role).map(({ name }) => name);
  return {
    minutes,
    voters: named('reference'),
    targets: named('target'),
    all: servers.map(({ name }) => name),
  };
}

type Servers = NonNullable<ScenarioStep['servers']>;

/** The same for several servers. */
export function each(names: readonly string[], condition: Servers[string]): Servers {
  return Object.fromEntries(names.map((name) => [name, condition]));
}

/** Steps of one run each. @param random from 0 up to 1, the same in every play */
export function everyRun(
  runs: number,
  seed: number,
  servers: (run: number, random: () => number) => Servers,
): ScenarioStep[] {
  const random = seededRandom(seed);
  return Array.from({ length: runs }, (_, run) => ({ runs: 1, servers: servers(run, random) }));
}

/** Noise of a standard deviation of 1, about normal. */
export function noise(random: () => number): number {
  return random() + random() + random() + random() + random() + random() - 3 + (random() - random()) / 2;
}

/** The same monitor with targets that only warn. */
export function targetsOnlyWarn(plan: MonitorPlan): MonitorPlan {
  const servers = plan.servers.map((server) =>
    server.role === 'target' ? { ...server, severity: 'warn' as const } : server,
  );
  return { ...plan, servers };
}
