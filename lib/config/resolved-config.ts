import type { Detail, ReferenceSource, Server } from '../../lambda/monitor/event';
import type { Draft } from './draft';
import type { NotifyConfig } from './notify-schema';
import type { ParsedSchedule } from './schedule-expression';
import type { MonitorValues, VpcConfig } from './schema';
import { divideServers } from './shards';

/** A monitor's configuration: checked, every default filled in. Made once, by `parseConfig`, and passed on. */
export interface ResolvedConfig {
  /** The dimension `Monitor`, and the beginning of every alarm's name. */
  readonly name: string;
  readonly schedule: ParsedSchedule;
  /** The monitor's own limit; every server has one, too. */
  readonly limitMs: number;
  readonly reference: ReferenceSource;
  /** A voter with a greater root distance is judged and doesn't vote, ms. */
  readonly maxVoterDistanceMs: number;
  readonly detail: Detail;
  readonly servers: readonly Server[];
  /** The servers that vote for reference time, if there is a vote. */
  readonly voters: readonly Server[];
  /** The servers that each schedule asks: one list, or one for each shard of a fleet. */
  readonly shards: readonly (readonly Server[])[];
  readonly notify: NotifyConfig;
  /** USD a month; undefined for no limit. */
  readonly costCeilingUsd: number | undefined;
  /** As monitor.json names it; undefined for none, or where the construct is given one. */
  readonly vpc: VpcConfig | undefined;
}

/**
 * Makes a configuration of values that were all found valid.
 * @param draft of the same values
 */
export function resolve(values: MonitorValues, draft: Draft): ResolvedConfig {
  const servers = draft.servers.filter((server) => server !== undefined);
  return {
    name: values.name,
    schedule: values.schedule,
    limitMs: values.limitMs,
    reference: values.reference,
    maxVoterDistanceMs: values.maxVoterDistanceMs,
    detail: draft.detail,
    servers,
    voters: servers.filter(({ role }) => role === 'reference'),
    shards: draft.shards,
    notify: values.notify,
    costCeilingUsd: values.costCeilingUsd,
    vpc: values.vpc,
  };
}

/** The same configuration with another detail. */
export function withDetail(config: ResolvedConfig, detail: Detail): ResolvedConfig {
  const { servers, reference } = config;
  return { ...config, detail, shards: divideServers(servers, { detail, reference }) };
}
