import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { seededRandom } from '../seeded-random';
import { HEALTHY_LOSS, noise, RUNS_OF_A_DAY, type StoryContext } from './battery-story';

const RUNS_OF_A_WEEK = 7 * RUNS_OF_A_DAY;
/** How far a disciplined clock wanders in a day, and how far it is off beside that, ms. */
const WANDER_MS = 1.5;
const CLOCK_NOISE_MS = 0.3;
/** The mean of what queues add to replies, ms: at night, and how much more by day. */
const QUEUE_MS = { night: 0.5, more: 3 };
/** A restarted server is silent in so many runs. Each restarts once a week. */
const RESTART_RUNS = 2;
/** A route that is longer for some hours, ms. */
const DETOUR = { runs: 180, ms: 8 };

/** A week at a run a minute in which nothing is wrong: what a network and disciplined clocks do anyway. */
export function healthyWeek({ all }: StoryContext, seed: number): ScenarioStep[] {
  const random = seededRandom(seed);
  const someRun = (before = RUNS_OF_A_WEEK) => Math.floor(random() * before);
  const servers = all.map((name) => ({ name, restart: someRun(), phase: random() }));
  const [detoured, detour] = [someRun(all.length), someRun()];
  const blackouts = [someRun(), someRun()];
  return Array.from({ length: RUNS_OF_A_WEEK }, (_, run): ScenarioStep => {
    const hour = (run % RUNS_OF_A_DAY) / 60;
    const queueMs = QUEUE_MS.night + QUEUE_MS.more * Math.max(0, Math.sin(((hour - 8) / 12) * Math.PI));
    const conditions = servers.map(({ name, restart, phase }, i) => {
      const isDetoured = i === detoured && run >= detour && run < detour + DETOUR.runs;
      const isRestarting = run >= restart && run < restart + RESTART_RUNS;
      const turns = run / RUNS_OF_A_DAY + phase;
      const behaviour = {
        silent: isRestarting || blackouts.includes(run) || random() < HEALTHY_LOSS,
        offsetMs: WANDER_MS * Math.sin(2 * Math.PI * turns) + CLOCK_NOISE_MS * noise(random),
        lateMs: (isDetoured ? DETOUR.ms : 0) - queueMs * Math.log(1 - random()),
      };
      return [name, behaviour] as const;
    });
    return { runs: 1, servers: Object.fromEntries(conditions) };
  });
}
