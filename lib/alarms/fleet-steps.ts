import type { AlarmDefinition, MetricUse } from './alarm-definition';
import { mOfN } from './bad-runs';
import type { PolicySubject } from './policy-subject';

/** A second server, or this part of a fleet, is more of the same trouble; then shares of it. */
const SECOND = 2;
const SECOND_SHARE = 0.002;
const SHARES = [0.01, 0.1] as const;

/** Steps of how many servers of a fleet of several shards are bad. Each yields to the next, so that one speaks. */
export function fleetSteps(subject: PolicySubject, verdict: 'outside' | 'unusable'): AlarmDefinition[] {
  const count = subject.servers.length;
  const second = Math.max(SECOND, Math.ceil(count * SECOND_SHARE));
  const steps = [
    { title: `more of the fleet ${verdict}`, from: second },
    ...SHARES.map((share) => ({
      title: `fleet ${verdict} ${share * 100} percent`,
      from: Math.ceil(count * share),
    })),
  ].filter(({ from }, i, all) => i === 0 || from > all[i - 1]!.from);
  return steps.map(({ title, from }, i) =>
    step(subject, { verdict, title, from, below: steps[i + 1]?.from }),
  );
}

interface Step {
  verdict: 'outside' | 'unusable';
  title: string;
  from: number;
  /** Where the next one speaks; undefined for the last. */
  below: number | undefined;
}

function step(subject: PolicySubject, { verdict, title, from, below }: Step): AlarmDefinition {
  const { gapMinutes, window, byOthers } = subject;
  const what = verdict === 'outside' ? 'proven wrong' : 'unusable';
  const bad: MetricUse = {
    metric: verdict === 'outside' ? 'serversOutside' : 'serversUnusable',
    statistic: 'Sum',
  };
  const here = below === undefined ? 'bad' : `IF(bad < ${below}, bad, 0)`;
  // A shard without its network has lost reference time, which is what is told then.
  const yields = verdict === 'unusable' && byOthers;
  return {
    title,
    problem: `${from} or more of the fleet's servers are ${what} at once.`,
    advice: `The saved query "${verdict === 'outside' ? 'Outside' : 'Unusable'} now" lists them. Look for what they share.`,
    why: 'The first page must not hide what follows.',
    severity: 'page',
    isEndTold: false,
    kind: 'metric',
    ...(yields
      ? { expression: `IF(truechimers * (1 - lost) > 0, ${here}, 0)` }
      : below !== undefined && { expression: here }),
    metrics: {
      bad,
      ...(yields && {
        truechimers: { metric: 'truechimers', statistic: 'Maximum' } satisfies MetricUse,
        lost: { metric: 'shardsWithoutReference', statistic: 'Sum' } satisfies MetricUse,
      }),
    },
    label: `servers ${what}`,
    comparison: '>=',
    threshold: from,
    ...mOfN({ gapMinutes, window: { runs: window.bad + 1, bad: window.bad } }),
  };
}
