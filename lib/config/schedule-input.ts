import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { MonitorEvent, ServerInput } from '../../lambda/monitor/event';
import type { MonitorConfig, ServerConfig } from './schema';

/** What a server may leave out, and has then. */
type Defaults = Omit<Required<ServerInput>, 'host' | 'name'>;

/**
 * The schedule's input, which the function gets as its event. What has its default is left out: the input
 * stays readable in the console, and far below EventBridge Scheduler's 256 KB.
 *
 * @param defaults what servers leave out, where it isn't the usual
 */
export function toEvent(config: MonitorConfig, defaults: Partial<Defaults> = {}): MonitorEvent {
  const ofServers = { ...DEFAULTS, ...defaults, limitMs: defaults.limitMs ?? config.limitMs };
  return {
    monitor: config.name,
    ...unlessDefault(config, DEFAULTS, ['limitMs', 'reference']),
    servers: config.servers.map((server) =>
      toServerInput({ ...server, limitMs: server.limitMs ?? config.limitMs }, ofServers),
    ),
  };
}

function toServerInput(server: ServerConfig, defaults: Defaults): ServerInput {
  return {
    host: server.host,
    ...unlessDefault(server, { ...defaults, name: server.host }, [
      'name',
      'port',
      'role',
      'pacing',
      'smeared',
      'freeRunning',
      'limitMs',
    ]),
  };
}

/** The named values of an object that are there and are not the default. */
function unlessDefault<T extends object, K extends keyof T>(
  values: T,
  defaults: { readonly [P in K]: unknown },
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  const kept = keys.filter((key) => values[key] !== undefined && values[key] !== defaults[key]);
  return Object.fromEntries(kept.map((key) => [key, values[key]])) as { [P in K]?: Exclude<T[P], undefined> };
}
