import { commonCauseThreshold } from '../../lambda/monitor/common-cause';
import type { ResolvedConfig } from '../config/resolved-config';
import { type RunWindow, warnWindowOf, windowOf } from './bad-runs';

/** Above this many servers, warnings are told of all together: a stack holds 500 resources. */
const MAX_SERVERS_WITH_WARNINGS = 50;

const MINUTE_MS = 60_000;

/** A configuration with what follows from it for alarms. */
export interface PolicySubject
  extends Pick<ResolvedConfig, 'name' | 'servers' | 'limitMs' | 'reference' | 'detail' | 'shards'> {
  /** At least the longest time between two runs, whole minutes: a shorter period would have gaps. */
  gapMinutes: number;
  window: RunWindow;
  warnWindow: RunWindow;
  /** From how many bad servers on the group's alarms speak; infinity for a single one. */
  few: number;
  /** Whether servers are judged by others, so that reference time can be lost. */
  byOthers: boolean;
  warnsPerServer: boolean;
}

export function policySubject(config: ResolvedConfig): PolicySubject {
  const gapMinutes = alarmPeriodMinutes(config);
  const paging = config.servers.filter(({ severity }) => severity === 'page').length;
  return {
    ...config,
    gapMinutes,
    window: windowOf(gapMinutes),
    warnWindow: warnWindowOf(gapMinutes),
    few: config.detail === 'fleet' ? 1 : commonCauseThreshold(paging),
    byOthers: config.reference !== 'clock',
    warnsPerServer: config.servers.length <= MAX_SERVERS_WITH_WARNINGS,
  };
}

/** Alarms look at one run a period: as long as the longest gap between runs, in whole minutes. */
export function alarmPeriodMinutes({ schedule }: Pick<ResolvedConfig, 'schedule'>): number {
  return Math.ceil(schedule.longestGapMs / MINUTE_MS);
}
