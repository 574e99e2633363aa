import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { MonitorEvent, Server, ServerInput } from '../../lambda/monitor/event';
import { SERVER_DEFAULTS, SERVER_KEY_NAMES, type ServerOptions } from '../../lambda/monitor/server-keys';
import type { ResolvedConfig } from './resolved-config';
import { alarmPeriodMinutes, windowOf } from './run-window';

/**
 * The input of every schedule of a monitor, which the function gets as its event: one, or one for each shard of a
 * fleet. What has its default is left out: the input stays readable in the console, and far below EventBridge
 * Scheduler's 256 KB.
 */
export function toEvents(config: ResolvedConfig): MonitorEvent[] {
  const { name, detail, servers, shards, limitMs, maintenance, schedule } = config;
  const timed = { ...config, intervalMs: schedule.longestGapMs };
  const monitor = {
    monitor: name,
    ...unlessDefault(timed, DEFAULTS, [
      'limitMs',
      'reference',
      'maxVoterDistanceMs',
      'history',
      'alarms',
      'intervalMs',
    ]),
    ...(maintenance.length > 0 && { maintenance }),
    ...badRunsOf(config),
  };
  const usual = { ...SERVER_DEFAULTS, limitMs };
  if (detail === 'full') {
    return [{ ...monitor, servers: servers.map((server) => toServerInput(server, usual)) }];
  }
  return shards.map((shard, i) => {
    const defaults = commonest(shard, usual);
    return {
      ...monitor,
      detail,
      ...(shards.length > 1 && { shard: { number: i + 1, of: shards.length, servers: servers.length } }),
      ...(Object.keys(defaults).length > 0 && { defaults }),
      servers: shard.map((server) => textOrInput(toServerInput(server, { ...usual, ...defaults }))),
    };
  });
}

/** For how long bad runs are counted; left out where alarms look at each run by itself. */
function badRunsOf({ schedule }: ResolvedConfig): Pick<MonitorEvent, 'badRuns'> {
  const minutes = alarmPeriodMinutes(schedule.longestGapMs);
  const { runs, isCounted } = windowOf(minutes);
  return isCounted ? { badRuns: { runs, everyMinutes: minutes } } : {};
}

function toServerInput(server: Server, usual: ServerOptions): ServerInput {
  const { host } = server;
  return { host, ...unlessDefault(server, { ...usual, name: host }, ['name', ...SERVER_KEY_NAMES]) };
}

/** A server that has nothing to say but its host is just that. */
function textOrInput(input: ServerInput): ServerInput | string {
  return Object.keys(input).length === 1 ? input.host : input;
}

/** For each key that may be left out, what most of the servers have, if that is not the usual. */
function commonest(servers: readonly Server[], usual: ServerOptions): Partial<ServerOptions> {
  const found = SERVER_KEY_NAMES.flatMap((key) => {
    const counts = new Map<unknown, number>();
    for (const server of servers) {
      counts.set(server[key], (counts.get(server[key]) ?? 0) + 1);
    }
    const [value] = [...counts].sort(([, a], [, b]) => b - a)[0]!;
    return value === usual[key] ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}

/** The named values of an object that are not the default. */
function unlessDefault<T extends object, K extends keyof T>(
  values: T,
  defaults: { readonly [P in K]: unknown },
  keys: readonly K[],
): { [P in K]?: T[P] } {
  const kept = keys.filter((key) => values[key] !== defaults[key]);
  return Object.fromEntries(kept.map((key) => [key, values[key]])) as { [P in K]?: T[P] };
}
