import type { AlarmDefinition } from './alarm-definition';
import { badRuns, mOfN } from './bad-runs';
import { mostRuns } from './most-runs';
import type { PolicySubject } from './policy-subject';

/** Every alarm on what servers are judged by. The function's own clock has no voters to lose. */
export function referenceAlarms(subject: PolicySubject): AlarmDefinition[] {
  return subject.byOthers
    ? [referenceLost(subject), clocksDisagree(subject), outvoted(subject), remarks(subject)]
    : [remarks(subject)];
}

/** Yields to nothing: without reference time no server is proven right or wrong, whatever else is known. */
function referenceLost(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'reference lost',
    problem: 'No server can be judged: too few voting servers answer, or no majority of them agrees.',
    advice:
      'If all are silent, check the function\'s network. Else the saved query "Runs without reference time" says who is ' +
      'silent and who disagrees.',
    why: 'As for a single server.',
    severity: 'page',
    isEndTold: true,
    ...badRuns({
      ...subject,
      bad: { metric: 'runsWithoutReference', statistic: 'Sum' },
      seen: { metric: 'truechimers', statistic: 'SampleCount' },
      label: `runs of the last ${subject.window.runs} without reference time`,
    }),
  };
}

/** A Lambda's clock is within this of true time, ms, unless something is wrong. */
const MAX_CLOCK_OFFSET_MS = 50;
/** Nearer than this part of the threshold they agree again; in between the alarm has no point, and keeps its state. */
const AGREEMENT = 0.8;

function clocksDisagree({ gapMinutes, window, limitMs }: PolicySubject): AlarmDefinition {
  const threshold = Math.max(limitMs, MAX_CLOCK_OFFSET_MS);
  return {
    title: 'clocks disagree',
    problem: `The voters and the function's own clock are more than ${threshold} ms apart.`,
    advice:
      'Either the function has a wrong clock, which does no harm by itself; or all voters are wrong together, and every ' +
      'verdict with them. Compare both with a clock that you trust. ClockOffset above 0 means that the voters are ahead.',
    why: 'All voters wrong together look like a wrong function: the one sign of it must be told, and can prove nothing.',
    severity: 'warn',
    isEndTold: true,
    kind: 'metric',
    expression: `IF(ABS(clock) > ${threshold}, ABS(clock), IF(ABS(clock) < ${threshold * AGREEMENT}, ABS(clock)))`,
    metrics: { clock: { metric: 'clockOffset', statistic: 'Average' } },
    label: 'ms between reference time and the function',
    comparison: '>',
    threshold,
    ...mOfN({ gapMinutes, window }),
  };
}

function outvoted(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'outvoted',
    problem: 'The majority of the voters contradicts a voter that is not proven outside.',
    advice:
      'Its network path may be asymmetric, or its clock off by less than its limit. The saved query "Outvoted now" names it. Give it ' +
      '"role": "target" if it stays so.',
    why: 'Near the noise of a path a vote is lost now and then; only what lasts means something.',
    severity: 'warn',
    isEndTold: true,
    ...mostRuns(subject, {
      trouble: { metric: 'runsOutvoted', statistic: 'Sum' },
      label: 'voters outvoted',
    }),
  };
}

function remarks(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'remarks',
    problem: 'There is a remark on a server that somebody has to look at.',
    advice:
      'The saved query "Remarks now" lists server and remark, such as a clock without a source or voters that exclude each other.',
    why: 'What a packet says of its server changes slowly.',
    severity: 'warn',
    isEndTold: true,
    ...mostRuns(subject, {
      trouble: { metric: 'runsRemarked', statistic: 'Sum' },
      label: 'servers with a remark',
      shards: subject.shards,
    }),
  };
}
