import { type Detail, isReference, type ReferenceSource, type Server } from '../../lambda/monitor/event';
import { SERVERS_BY_DEFAULT, SERVERS_PER_SHARD } from './policy';

/** `detail` with its default: what everyone can afford for few servers, and what bears many. */
export function detailOf(detail: Detail | undefined, servers: number): Detail {
  return detail ?? (servers > SERVERS_BY_DEFAULT ? 'fleet' : 'full');
}

/**
 * Divides a fleet's servers among as few schedules as hold them, evenly. Each shard begins with all voters,
 * because each needs reference time; every other server is in exactly one.
 */
export function divideServers(
  servers: readonly Server[],
  { detail, reference }: { detail: Detail; reference: ReferenceSource },
): Server[][] {
  if (detail === 'full' || servers.length <= SERVERS_PER_SHARD) {
    return [[...servers]];
  }
  const voters = servers.filter((server) => isReference(server, reference));
  const others = servers.filter((server) => !isReference(server, reference));
  const count = Math.ceil(others.length / Math.max(SERVERS_PER_SHARD - voters.length, 1));
  const start = (shard: number) => Math.round((shard * others.length) / count);
  return Array.from({ length: count }, (_, i) => [...voters, ...others.slice(start(i), start(i + 1))]);
}
