import type { AlarmDefinition } from './alarm-definition';
import { mOfN } from './bad-runs';
import type { PolicySubject } from './policy-subject';

/** docs/decisions: with 3 of 6 the rule warned of no healthy server in 10 server-years. */
const DRIFT_WINDOW = { runs: 6, bad: 3 };

/**
 * A clock on its way out. The function publishes hours only while its rule is met; where there are none, the sum has
 * what the other operand has, which is 0.
 * @param server undefined: any of them
 */
export function drifting(
  { gapMinutes }: PolicySubject,
  server?: { name: string; limitMs: number },
): AlarmDefinition {
  return {
    title: 'drifting',
    ...(server && { server: server.name }),
    problem: server
      ? `${server.name} runs away from reference time, and reaches its limit of ${server.limitMs} ms within a day.`
      : 'A server runs away from reference time, and reaches its limit within a day.',
    advice:
      'There is time to act before its clients are wrong: check its upstream servers. The saved query "Drifting now" ' +
      'says how fast it drifts, when it gets there at the earliest and at the latest, and since when it has drifted.',
    why: 'A rate that is seen for minutes is believed for no longer than three times that.',
    severity: 'warn',
    isEndTold: true,
    kind: 'metric',
    expression: 'hours + 0 * seen',
    metrics: server
      ? {
          hours: { metric: 'hoursToLimit', server: server.name, statistic: 'Minimum' },
          seen: { metric: 'usable', server: server.name, statistic: 'SampleCount' },
        }
      : {
          hours: { metric: 'leastHoursToLimit', statistic: 'Minimum' },
          seen: { metric: 'truechimers', statistic: 'SampleCount' },
        },
    label: `${server ? `${server.name}: ` : ''}hours to its limit, 0 while it is not drifting there`,
    comparison: '>',
    threshold: 0,
    ...mOfN({ gapMinutes, window: DRIFT_WINDOW }),
  };
}
