import { readJsonFile } from '../../lib/config/json-file';
import { loadConfig } from '../../lib/config/load';
import type { ServerCondition } from '../faults/server-faults';
import { type MonitorPlan, type Scenario, watchedServers } from './scenario';
import type { ScenarioStep } from './scenario-step';

/** The limit that scenarios are written for, ms: an offset of 80 ms is 1.6 of it. */
const SCENARIO_LIMIT_MS = 50;

/** One's own monitor.json, to be watched on servers of the lab's. */
export interface OwnMonitor {
  /** All that it says, but for where its servers are. */
  plan: MonitorPlan;
  /** By server, ms. */
  limitsMs: ReadonlyMap<string, number>;
}

/** @throws ConfigError when it can't be deployed */
export function readOwnMonitor(file: string): OwnMonitor {
  const config = loadConfig(file);
  const { servers, ...settings } = readJsonFile(file) as { servers: (object | string)[] };
  return {
    plan: {
      servers: config.servers.map(({ name, role }, i) => {
        const written = servers[i];
        return { ...(typeof written === 'object' && written), name, role };
      }),
      // Whom it tells nothing is told nothing here, either.
      settings: { notify: undefined, ...settings },
    },
    limitsMs: new Map(config.servers.map(({ name, limitMs }) => [name, limitMs])),
  };
}

/**
 * A scenario with one's own servers in the parts of its own: voters play voters where there are enough, and offsets are
 * as many limits as they were. What must be told is known of the scenario's own monitor only, and so isn't checked.
 *
 * @throws Error when there are too few servers, or the scenario is about a change of the monitor
 */
export function castScenario(scenario: Scenario, { plan, limitsMs }: OwnMonitor): Scenario {
  if (scenario.deployment !== undefined) {
    throw new Error(`The scenario ${scenario.name} deploys monitors of its own: play it without --monitor.`);
  }
  const parts = watchedServers(scenario);
  if (parts.length > plan.servers.length) {
    throw new Error(
      `The scenario ${scenario.name} needs ${parts.length} servers, and the monitor has ${plan.servers.length}.`,
    );
  }
  const names = castOf(parts, plan.servers);
  const castServers = (servers: ScenarioStep['servers'] = {}) =>
    Object.fromEntries(
      Object.entries(servers).map(([part, condition]): [string, ServerCondition] => {
        const name = names.get(part)!;
        const limits = limitsMs.get(name)! / SCENARIO_LIMIT_MS;
        return [name, typeof condition === 'number' ? condition * limits : condition];
      }),
    );
  return {
    ...scenario,
    monitor: plan,
    isChecked: false,
    script: (minutes) => ({
      steps: scenario.script(minutes).steps.map((step) => ({ ...step, servers: castServers(step.servers) })),
      notifications: [],
    }),
  };
}

/** Which of one's own servers plays which part. */
function castOf(parts: MonitorPlan['servers'], servers: MonitorPlan['servers']): Map<string, string> {
  const left = [...servers];
  return new Map(
    parts.map(({ name, role = 'reference' }) => {
      const alike = left.findIndex((server) => server.role === role);
      const [player] = left.splice(Math.max(alike, 0), 1);
      return [name, player!.name];
    }),
  );
}
