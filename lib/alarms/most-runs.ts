import { goodRunsToEnd } from '../config/run-window';
import type { MetricUse } from './alarm-definition';
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
  const [bad, published] = [perMinute('bad', gapMinutes), perMinute('seen', gapMinutes)];
  return badRuns({
    gapMinutes,
    schedule,
    window,
    shards,
    bad: trouble,
    seen: { metric: 'runsPublished', statistic: 'Sum' },
    label: `${label}: runs of the last ${window.runs}`,
    isOver: (count) => `(${count} <= ${window.runs - good}) * (${published} - ${bad} >= ${good})`,
  });
}
