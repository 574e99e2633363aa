import type { MetricAlarm, MetricUse } from './alarm-definition';
import { badRuns, perMinute } from './bad-runs';
import type { PolicySubject } from './policy-subject';

interface MostRuns {
  /** A metric of `troubleOnly`, as of `badRuns`. */
  bad: MetricUse;
  /** What is counted: `voters outvoted`. */
  label: string;
  shards?: readonly unknown[];
}

/** At most so many bad runs of a window, as a part of it, are as good as none. */
const FEW = 1 / 4;

/**
 * A warning's alarm with a dead zone: on when most runs of the window are bad, off when few are and all others good.
 * Good ones are counted, too: bad runs become fewer as well where the function has died, which proves nothing.
 */
export function mostRuns(
  { gapMinutes, window, warnWindow }: Pick<PolicySubject, 'gapMinutes' | 'window' | 'warnWindow'>,
  { bad, label, shards = [1] }: MostRuns,
) {
  const few = Math.floor(window.runs * FEW);
  const alarm = badRuns({
    gapMinutes,
    window: warnWindow,
    shards,
    bad,
    seen: { metric: 'runsPublished', statistic: 'Sum' },
    label: `${label}: runs of the last ${window.runs}`,
  });
  const [count, published] = [`${perMinute('bad', gapMinutes)} + 0 * seen`, perMinute('seen', gapMinutes)];
  const fewBad = `(${count} <= ${few})`;
  const restGood = `(${published} - ${perMinute('bad', gapMinutes)} >= ${window.runs - few})`;
  return {
    ...alarm,
    ...(window.isCounted && {
      expression: `IF(${count} >= ${warnWindow.bad}, ${count}, IF(${fewBad} * ${restGood}, 0))`,
    }),
  } as const satisfies Partial<MetricAlarm>;
}
