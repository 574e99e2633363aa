import { goodRunsToEnd } from '../config/run-window';
import type { MetricAlarm, MetricUse } from './alarm-definition';
import { badRuns, perMinute } from './bad-runs';
import type { PolicySubject } from './policy-subject';

interface MostRuns {
  /** A metric of `troubleOnly`, as of `badRuns`. */
  trouble: MetricUse;
  /** What is counted: `voters outvoted`. */
  label: string;
  /** Those that each count a run of their own. Default: one. */
  shards?: readonly unknown[];
}

/**
 * A warning's alarm with a dead zone: on when most runs of the window are bad, off when few are and the others good.
 * Good ones are counted, too: bad runs become fewer as well where the function has died, which proves nothing.
 */
export function mostRuns(
  { gapMinutes, schedule, warnWindow: window }: Pick<PolicySubject, 'gapMinutes' | 'schedule' | 'warnWindow'>,
  { trouble, label, shards = [1] }: MostRuns,
) {
  const good = goodRunsToEnd(window);
  const alarm = badRuns({
    gapMinutes,
    schedule,
    window,
    shards,
    bad: trouble,
    seen: { metric: 'runsPublished', statistic: 'Sum' },
    label: `${label}: runs of the last ${window.runs}`,
  });
  const [bad, published] = [perMinute('bad', gapMinutes), perMinute('seen', gapMinutes)];
  const count = `${bad} + 0 * seen`;
  const isOver = `(${count} <= ${window.runs - good}) * (${published} - ${bad} >= ${good})`;
  return {
    ...alarm,
    ...(window.isCounted && {
      expression: `IF(${count} >= ${window.bad}, FLOOR(${count}), IF(${isOver}, 0))`,
    }),
  } as const satisfies Partial<MetricAlarm>;
}
