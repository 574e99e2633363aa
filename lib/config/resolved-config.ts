import type { AlarmChoice, Detail, ReferenceSource, Server } from '../../lambda/monitor/event';
import type { MaintenanceWindow } from '../../lambda/monitor/maintenance';
import type { VpcIds } from './monitor-input';
import type { SlackChannel, TeamsChannel } from './parts/notify-input';
import type { ParsedSchedule } from './schedule-expression';
import { divideServers } from './shards';

/** Where notifications of one severity go. */
export interface Channels {
  /** E-mail addresses. */
  readonly email: readonly string[];
  /** Endpoints that take messages of SNS, by their URLs. */
  readonly https: readonly string[];
  /** Undefined for none. */
  readonly slack?: SlackChannel | undefined;
  /** Undefined for none. */
  readonly teams?: TeamsChannel | undefined;
  /** An existing topic; undefined for one of the monitor's own. */
  readonly topicArn?: string | undefined;
}

/** Where notifications go. */
export interface NotifyConfig extends Channels {
  /** Undefined where warnings go where pages go. */
  readonly warn?: Channels | undefined;
}

export type VpcConfig = VpcIds & { readonly ipv6: boolean };

/** A monitor's configuration: checked, every default filled in. Made once, by `parseConfig`, and passed on. */
export interface ResolvedConfig {
  /** The dimension `Monitor`, and the beginning of every alarm's name. */
  readonly name: string;
  /** Of the stack that a monitor.json is. */
  readonly stackName: string;
  /** When to ask. */
  readonly schedule: ParsedSchedule;
  /** The zone that a cron is in; undefined for UTC. */
  readonly timeZone: string | undefined;
  /** The monitor's own limit; every server has one, too. */
  readonly limitMs: number;
  /** What servers are judged against. */
  readonly reference: ReferenceSource;
  /** A voter with a greater root distance is judged and doesn't vote, ms. */
  readonly maxVoterDistanceMs: number;
  /** Whether every server has metrics and alarms of its own. */
  readonly detail: Detail;
  /** All servers, each with its defaults filled in. */
  readonly servers: readonly Server[];
  /** The servers that vote for reference time, if there is a vote. */
  readonly voters: readonly Server[];
  /** The servers that each schedule asks: one list, or one for each shard of a fleet. */
  readonly shards: readonly (readonly Server[])[];
  /** Whether readings are read back, so that drift is known beyond warm memory. */
  readonly history: boolean;
  /** Which alarms there are. */
  readonly alarms: AlarmChoice;
  /** Who is told of them. */
  readonly notify: NotifyConfig;
  /** A URL; undefined for none of one's own. */
  readonly runbook: string | undefined;
  /** Times in which nobody is told. */
  readonly maintenance: readonly MaintenanceWindow[];
  /** How long readings are kept. */
  readonly logRetentionDays: number;
  /** USD a month; undefined for no limit. */
  readonly costCeilingUsd: number | undefined;
  /** As monitor.json names it; undefined for none, or where the construct is given one. */
  readonly vpc: VpcConfig | undefined;
}

/** Whether the function reads readings back: a fleet, of which few servers have metrics, has nothing to read. */
export function readsHistory({ detail, history }: Pick<ResolvedConfig, 'detail' | 'history'>): boolean {
  return history && detail === 'full';
}

/** The same configuration with another detail. */
export function withDetail(config: ResolvedConfig, detail: Detail): ResolvedConfig {
  const { servers, reference } = config;
  return { ...config, detail, shards: divideServers(servers, { detail, reference }) };
}
