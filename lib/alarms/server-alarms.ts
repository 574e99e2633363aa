import type { AlarmDefinition, AlarmSeverity } from './alarm-definition';
import { badRuns } from './bad-runs';
import { drifting } from './drift-alarms';
import { mostRuns } from './most-runs';
import type { PolicySubject } from './policy-subject';

/**
 * The alarms of one server. A run in which it is one of many counts for the group's alarm and not for these: the
 * function says which, run by run, in the metrics `Runs...`.
 *
 * Missing data keep the state: no measurement proves neither that a wrong server has recovered nor that a right one
 * has gone wrong. That nothing is measured is the operation's alarms' to say, once and not once for each server.
 */
export function serverAlarms(
  subject: PolicySubject,
  server: PolicySubject['servers'][number],
): AlarmDefinition[] {
  return [
    outside(subject, server),
    unusable(subject, server),
    ...(subject.warnsPerServer ? [uncertain(subject, server.name), drifting(subject, server)] : []),
  ];
}

interface AlarmedServer {
  name: string;
  limitMs: number;
  severity: AlarmSeverity;
}

function outside(
  { gapMinutes, schedule, proofWindow: window }: PolicySubject,
  { name, limitMs, severity }: AlarmedServer,
): AlarmDefinition {
  return {
    title: 'outside',
    server: name,
    problem: `${name} is proven to be more than ${limitMs} ms off reference time.`,
    advice:
      'Its clients have the wrong time: take it out of use, then check its own sources. The metric Offset says ' +
      'by how many ms, above 0 if it is ahead and below if it is behind; Uncertainty says how sure that is.',
    why: 'One bad reading never pages; a server that hovers at its limit pages once, because the alarm ends only when a whole window is free of proof.',
    severity,
    isEndTold: true,
    ...badRuns({
      gapMinutes,
      schedule,
      window,
      bad: { metric: 'serverRunsOutside', server: name, statistic: 'Sum' },
      seen: { metric: 'uncertainty', server: name, statistic: 'SampleCount' },
      label: `${name}: bad runs of the last ${window.runs}`,
    }),
  };
}

function unusable(
  { gapMinutes, schedule, window }: PolicySubject,
  { name, severity }: AlarmedServer,
): AlarmDefinition {
  return {
    title: 'unusable',
    server: name,
    problem: `${name} gives no usable answer.`,
    advice:
      'Its clients are losing their time source: the log says why (timeout, port-closed, unsynchronised, kiss...).',
    why: 'A lost reply is no outage. A server that answers only in some of its runs pages once, because it is well only after a whole window of answers.',
    severity,
    isEndTold: true,
    ...badRuns({
      gapMinutes,
      schedule,
      window,
      bad: { metric: 'serverRunsUnusable', server: name, statistic: 'Sum' },
      seen: { metric: 'usable', server: name, statistic: 'SampleCount' },
      label: `${name}: bad runs of the last ${window.runs}`,
    }),
  };
}

function uncertain(subject: PolicySubject, name: string): AlarmDefinition {
  return {
    title: 'uncertain',
    server: name,
    problem: `${name} can be proven neither right nor wrong: its limit lies within the uncertainty of its offset.`,
    advice:
      'Either its offset is near the limit: it is about to go outside. Or its network path is too long for this limit: ' +
      'measure from nearer to it, or raise its limitMs. The dashboard shows both bounds of its offset.',
    why: 'A slow path comes and goes; a clock that nears its limit stays.',
    severity: 'warn',
    isEndTold: true,
    ...mostRuns(subject, {
      trouble: { metric: 'serverRunsUncertain', server: name, statistic: 'Sum' },
      label: `${name} uncertain`,
    }),
  };
}
