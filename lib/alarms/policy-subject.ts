import { commonCauseThreshold, warnsPerServer } from '../../lambda/monitor/common-cause';
import type { ResolvedConfig } from '../config/resolved-config';
import {
  alarmPeriodMinutes,
  proofWindowOf,
  type RunWindow,
  warnWindowOf,
  windowOf,
} from '../config/run-window';

/** A configuration with what follows from it for alarms. */
export interface PolicySubject
  extends Pick<
    ResolvedConfig,
    'name' | 'servers' | 'limitMs' | 'reference' | 'detail' | 'shards' | 'schedule'
  > {
  /** At least the longest time between two runs, whole minutes: a shorter period would have gaps. */
  gapMinutes: number;
  window: RunWindow;
  /** The same for what is proven. */
  proofWindow: RunWindow;
  warnWindow: RunWindow;
  /** From how many bad servers on the group's alarms speak; infinity for a single one. */
  few: number;
  /** Whether servers are judged by others, so that reference time can be lost. */
  byOthers: boolean;
  warnsPerServer: boolean;
}

export function policySubject(config: ResolvedConfig): PolicySubject {
  const gapMinutes = alarmPeriodMinutes(config.schedule.longestGapMs);
  const paging = config.servers.filter(({ severity }) => severity === 'page').length;
  return {
    ...config,
    gapMinutes,
    window: windowOf(gapMinutes),
    proofWindow: proofWindowOf(gapMinutes),
    warnWindow: warnWindowOf(gapMinutes),
    few: config.detail === 'fleet' ? 1 : commonCauseThreshold(paging),
    byOthers: config.reference !== 'clock',
    warnsPerServer: warnsPerServer(config.servers.length),
  };
}
