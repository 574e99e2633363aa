import type { Stack } from 'aws-cdk-lib';
import { manyServers, SERVERS, stackOf } from './synthesise';

const FAST_VOTERS = SERVERS.map((server) => ({ ...server, pacing: 'fast' }));

/** The stack of a fleet: three voters of one's own, and targets for the rest. */
export function fleetOf(size: number, changes: Record<string, unknown> = {}): Stack {
  const targets = manyServers(size - SERVERS.length).map((server) => ({ ...server, role: 'target' }));
  return stackOf({ servers: [...FAST_VOTERS, ...targets], ...changes });
}
