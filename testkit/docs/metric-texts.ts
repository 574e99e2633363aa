import type { MetricKey } from '../../lambda/monitor/metrics/metric-keys';

/** What a metric's value means, and when there is one. */
interface MetricText {
  meaning: string;
  when: string;
}

/** For the README's table; the function has no use for them. */
export const METRIC_TEXTS: Readonly<Record<MetricKey, MetricText>> = {
  clockOffset: { meaning: "reference time minus the function's clock", when: 'reference time is known' },
  truechimers: { meaning: 'voting servers that agree', when: 'always' },
  runsPublished: { meaning: 'runs in the window of the alarms; take the Sum of a minute', when: 'always' },
  serversConfigured: { meaning: 'servers that the schedules name, all shards together', when: 'always' },
  shardsWithoutReference: {
    meaning: 'shards that have lost reference time; take the Sum',
    when: 'always, of several shards',
  },
  absoluteOffset: {
    meaning: '\\|offset\\| of every server, as values with counts for percentiles',
    when: 'reference time is known',
  },
  fleetUncertainty: { meaning: 'likewise, how well each offset is known', when: 'with `AbsoluteOffset`' },
  servers: { meaning: 'servers measured', when: 'always' },
  serversWithin: { meaning: 'servers proven right', when: 'always' },
  serversOutside: { meaning: 'servers proven wrong, of those that page', when: 'always' },
  serversUncertain: {
    meaning: 'servers with an offset that proves nothing, but for those in maintenance',
    when: 'always',
  },
  serversUnusable: { meaning: 'servers without a usable answer, of those that page', when: 'always' },
  serversRemarked: {
    meaning: 'servers with a remark that somebody has to look at, but for those in maintenance',
    when: 'always',
  },
  outvoted: {
    meaning:
      'voters that the majority refutes without a proof that they are outside, but for those in maintenance',
    when: 'always',
  },
  unusableByReason: { meaning: 'servers that are unusable for this reason, or `other`', when: 'always' },
  runsWithoutReference: {
    meaning:
      '1 in a run without reference time; the Sum at any time counts those in the window of the alarms',
    when: 'only then',
  },
  runsOutside: {
    meaning:
      '1 in a run with so many servers outside that they have a cause in common; in a fleet, with any; 0.00001 while only maintenance keeps them from being so many; next to nothing below 0 marks what lies before such a run',
    when: 'only then',
  },
  runsUnusable: {
    meaning: 'likewise of servers without a usable answer, while reference time is known',
    when: 'only then',
  },
  runsUncertain: {
    meaning:
      '1 in a run with so many servers uncertain that they are one warning; 0.3 without reference time, when nobody can tell',
    when: 'only then',
  },
  runsOutvoted: { meaning: 'likewise with a voter outvoted', when: 'only then' },
  runsRemarked: { meaning: '1 in a run with a remark that somebody has to look at', when: 'only then' },
  leastHoursToLimit: {
    meaning: 'the least of them; take the Minimum',
    when: 'a server is drifting to its limit',
  },
  offset: {
    meaning: 'server minus reference time; above 0, the server is ahead',
    when: 'the server is usable and reference time known',
  },
  uncertainty: { meaning: 'the true offset lies within `Offset` +- this', when: 'with `Offset`' },
  roundTripDelay: { meaning: 'the best round trip', when: 'the server answered' },
  usable: { meaning: '1 or 0: whether it gave a usable answer', when: 'always' },
  drift: {
    meaning: 'how fast its clock gains on reference time, ppm; below 0, it loses',
    when: 'it is known',
  },
  hoursToLimit: {
    meaning: 'hours until it reaches its limit at the slowest rate that its readings prove',
    when: 'it is drifting there, and soon enough to be believed',
  },
  serverRunsOutside: {
    meaning:
      '1 in a run in which the server is outside; where it is one of so many that the monitor has the 1, 0.00001, for two runs of twelve 1.00001 if they are few',
    when: 'only then',
  },
  serverRunsUnusable: { meaning: 'likewise, in which it gave no usable answer', when: 'only then' },
  serverRunsUncertain: { meaning: 'likewise, in which its offset proved nothing', when: 'only then' },
};
