import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { MonitorEvent } from '../../lambda/monitor/event';
import type { Detail } from '../../lambda/monitor/shard';
import { SERVERS_BY_DEFAULT, SERVERS_PER_SHARD } from './policy';
import { toEvent } from './schedule-input';
import type { MonitorConfig, ServerConfig } from './schema';

/** What monitor.json says of servers, as far as it decides how they are divided. */
type Fleet = Pick<MonitorConfig, 'reference' | 'detail'> & { servers: readonly ServerConfig[] };

/** `detail` with its default: what everyone can afford for few servers, and what bears many. */
export function detailOf({
  detail,
  servers,
}: Pick<Fleet, 'detail'> & { servers: readonly unknown[] }): Detail {
  return detail ?? (servers.length > SERVERS_BY_DEFAULT ? 'fleet' : 'full');
}

/**
 * Divides a fleet's servers among as few schedules as hold them, evenly. Each shard begins with all voters,
 * because each needs reference time; every other server is in exactly one.
 */
export function shardServers(fleet: Fleet): ServerConfig[][] {
  if (detailOf(fleet) === 'full' || fleet.servers.length <= SERVERS_PER_SHARD) {
    return [[...fleet.servers]];
  }
  const isShared = ({ role }: ServerConfig) => fleet.reference === 'consensus' && role === 'reference';
  const voters = fleet.servers.filter(isShared);
  const others = fleet.servers.filter((server) => !isShared(server));
  const count = Math.ceil(others.length / Math.max(SERVERS_PER_SHARD - voters.length, 1));
  const start = (shard: number) => Math.round((shard * others.length) / count);
  return Array.from({ length: count }, (_, i) => [...voters, ...others.slice(start(i), start(i + 1))]);
}

/** The input of every schedule of a monitor: one, or one for each shard of a fleet. */
export function toEvents(config: MonitorConfig): MonitorEvent[] {
  if (detailOf(config) === 'full') {
    return [toEvent(config)];
  }
  const shards = shardServers(config);
  return shards.map((servers, i) => {
    const defaults = commonest(config, servers);
    const { servers: inputs, ...event } = toEvent({ ...config, servers }, defaults);
    return {
      ...event,
      detail: 'fleet',
      ...(shards.length > 1 && { shard: { number: i + 1, of: shards.length } }),
      ...(Object.keys(defaults).length > 0 && { defaults }),
      // A server that has nothing to say but its host is just that.
      servers: inputs.map((each) =>
        typeof each === 'object' && Object.keys(each).length === 1 ? each.host : each,
      ),
    };
  });
}

/** For each key that may be left out, what most of the servers have, if that is not the default. */
function commonest(config: MonitorConfig, servers: readonly ServerConfig[]) {
  const keys = ['port', 'role', 'pacing', 'smeared', 'freeRunning', 'limitMs'] as const;
  const found = keys.flatMap((key) => {
    const usual = key === 'limitMs' ? config.limitMs : DEFAULTS[key];
    const counts = new Map<unknown, number>();
    for (const server of servers) {
      const value = server[key] ?? usual;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const [value] = [...counts].sort(([, a], [, b]) => b - a)[0]!;
    return value === usual ? [] : [[key, value] as const];
  });
  return Object.fromEntries(found);
}
