import { type MonitorPlan, namedServers } from '../../lab/scenarios/scenario';

/** A monitor of so many voters and targets, in full detail up to 140 servers. */
function monitorOf(voters: number, targets: number, settings: Record<string, unknown> = {}): MonitorPlan {
  return {
    servers: [
      ...namedServers(voters),
      ...namedServers(voters + targets, voters).map((server) => ({ ...server, role: 'target' as const })),
    ],
    settings,
  };
}

/** Monitors of the sizes at which alarms differ: without targets, in full detail, and as fleets with shards. */
export const MONITORS = {
  three: monitorOf(3, 0),
  four: monitorOf(4, 0),
  ten: monitorOf(4, 6),
  fifty: monitorOf(3, 47),
  many: monitorOf(4, 136, { detail: 'full' }),
  fleet500: monitorOf(4, 496, { detail: 'fleet' }),
  fleet1000: monitorOf(4, 996, { detail: 'fleet' }),
  fleet3000: monitorOf(4, 2996, { detail: 'fleet' }),
} as const satisfies Record<string, MonitorPlan>;

export type MonitorName = keyof typeof MONITORS;

export const SMALL = ['three', 'four', 'ten'] as const satisfies MonitorName[];
export const LARGE = ['fifty', 'many'] as const satisfies MonitorName[];
export const WITH_TARGETS = ['ten', ...LARGE] as const satisfies MonitorName[];
export const FULL_DETAIL = [...SMALL, ...LARGE] as const satisfies MonitorName[];
/** A fleet of one shard. */
export const ONE_SHARD = ['fleet500'] as const satisfies MonitorName[];
export const FLEET_MONITORS = ['fleet1000', 'fleet3000'] as const satisfies MonitorName[];
