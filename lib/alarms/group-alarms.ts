import { uncertainTogether } from '../../lambda/monitor/common-cause';
import { maxEvaluationMinutes } from '../config/aws-quotas';
import type { AlarmDefinition, MetricUse } from './alarm-definition';
import { badRuns } from './bad-runs';
import { mostRuns } from './most-runs';
import type { PolicySubject } from './policy-subject';

/**
 * The alarms on what servers have in common, of a monitor with metrics of each. They speak for their members, whose
 * own alarms leave it to them, and go on telling of further ones.
 */
export function groupAlarms(subject: PolicySubject): AlarmDefinition[] {
  return [
    ...(Number.isFinite(subject.few)
      ? [serversOutside(subject), serversLost(subject), more(subject, 'outside'), more(subject, 'lost')]
      : []),
    outsideNowAndThen(subject),
    ...(Number.isFinite(subject.few) || !subject.warnsPerServer ? [serversUncertain(subject)] : []),
  ];
}

function serversOutside(subject: PolicySubject): AlarmDefinition {
  const { few, byOthers } = subject;
  return {
    title: 'servers outside',
    problem: `${few} or more servers at once are proven to be off reference time by more than their limits.`,
    advice:
      'Look for what they share: a site, an upstream, a GPS receiver. If nearly all are off by the same amount, ' +
      'doubt reference time. The saved query "Outside now" lists their names and offsets.',
    why: 'Servers that go wrong together have a cause in common, so they are one page.',
    severity: 'page',
    isEndTold: true,
    ...badRuns({
      ...subject,
      window: subject.proofWindow,
      bad: { metric: 'runsOutside', statistic: 'Sum' },
      // Without reference time nobody is outside, which proves no recovery.
      seen: { metric: byOthers ? 'clockOffset' : 'serversOutside', statistic: 'SampleCount' },
      label: `runs of the last ${subject.proofWindow.runs} with ${few} or more outside`,
    }),
  };
}

/** Yields to the loss of reference time: the function doesn't count a run without it as one of these. */
function serversLost(subject: PolicySubject): AlarmDefinition {
  const { few, servers, byOthers } = subject;
  return {
    title: 'servers lost',
    problem: `${few} or more of the ${servers.length} servers give no usable answer, all at once.`,
    advice:
      'Look for what they share: network, DNS, site, upstream. The saved query "Unusable now" lists their names and reasons.',
    why: 'Servers that fall silent together have a cause in common, so they are one page.',
    severity: 'page',
    isEndTold: true,
    ...badRuns({
      ...subject,
      bad: { metric: 'runsUnusable', statistic: 'Sum' },
      seen: { metric: byOthers ? 'clockOffset' : 'serversUnusable', statistic: 'SampleCount' },
      label: `runs of the last ${subject.window.runs} with ${few} or more unusable`,
    }),
  };
}

/**
 * Further servers while the group's alarm is on already: the least count of one period against the greatest of the
 * period before, so that noise doesn't look like growth. DIFF gives the difference from the point before, which the
 * newer of two evaluation periods always has. Where CloudWatch looks further back the older one has it, too: it would tell
 * the same again, a period later, were it not for the marks of runs since (see `MARK_OF_EARLIER`).
 *
 * What takes reference time away is told by that alarm. Once it is away nothing else tells of further silent servers, as
 * soon as they are too many to speak for themselves.
 */
export function more(subject: PolicySubject, what: 'outside' | 'lost'): AlarmDefinition {
  const { few, gapMinutes, window, byOthers } = subject;
  const metric = what === 'outside' ? 'serversOutside' : 'serversUnusable';
  const before = (id: string) => `${id} - DIFF(${id})`;
  const growth = 'least - most + DIFF(most)';
  // A group that has begun within the period before is still becoming one, unless one of it comes and goes: what joins it
  // then is told with it.
  const wasOne = `(${before('least')} >= ${few}) + (most - least - DIFF(most) + DIFF(least) <= 1)`;
  const whileOthersAre = `IF((${before('most')} >= ${few}) * (${before('least')} > 0) * (${wasOne} > 0), ${growth}, 0)`;
  const truechimers: MetricUse = { metric: 'truechimers', statistic: 'Maximum' };
  const yields = byOthers && what === 'lost';
  const further = yields
    ? `IF(${before('truechimers')} > 0, IF(truechimers > 0, ${whileOthersAre}, 0), IF(least >= ${few}, ${growth}, 0))`
    : whileOthersAre;
  return {
    title: `more servers ${what}`,
    problem:
      what === 'outside'
        ? 'Further servers went outside while others were already.'
        : `Further servers fell silent while others were already${yields ? ', or while reference time was lost' : ''}.`,
    advice: `The saved query "${what === 'outside' ? 'Outside' : 'Unusable'} now" lists all of them. This alarm ends by itself.`,
    why: 'A first page must not hide what follows.',
    severity: 'page',
    isEndTold: false,
    kind: 'metric',
    // A condition without a point would leave the period without one.
    expression: window.isCounted ? `IF(mark + 0 * least < 0, 0, ${further})` : further,
    metrics: {
      least: { metric, statistic: 'Minimum' },
      most: { metric, statistic: 'Maximum' },
      ...(yields && { truechimers }),
      ...(window.isCounted && {
        mark: { metric: what === 'outside' ? 'runsOutside' : 'runsUnusable', statistic: 'Minimum' },
      }),
    },
    label: 'servers that are bad in all of these runs and were not before',
    periodMinutes: window.bad * gapMinutes,
    comparison: '>=',
    threshold: 1,
    datapointsToAlarm: 1,
    evaluationPeriods: 2,
    missingData: 'notBreaching',
    toldAfterMinutes: window.bad * gapMinutes,
  };
}

const MAX_RUNS_NOW_AND_THEN = 60;
const TIMES_NOW_AND_THEN = 3;

/** Catches what *outside* is too patient for. */
export function outsideNowAndThen({ gapMinutes }: PolicySubject): AlarmDefinition {
  const runs = Math.min(MAX_RUNS_NOW_AND_THEN, Math.floor(maxEvaluationMinutes(gapMinutes) / gapMinutes));
  return {
    title: 'outside now and then',
    problem: `Servers went outside ${TIMES_NOW_AND_THEN} times or more within ${runs} runs.`,
    advice:
      'Look for several machines behind one name, of which one is wrong, and for a clock that is stepped again and again. ' +
      'The saved query "Proven wrong" lists them.',
    why: 'Single readings prove it; how often is a matter for the morning.',
    severity: 'warn',
    isEndTold: true,
    kind: 'metric',
    expression: 'DIFF(outside)',
    // Of a period with several runs, or parts of it, the sum would rise while nothing has changed.
    metrics: { outside: { metric: 'serversOutside', statistic: 'Maximum' } },
    label: 'servers that went outside since the run before',
    periodMinutes: gapMinutes,
    comparison: '>',
    threshold: 0,
    datapointsToAlarm: TIMES_NOW_AND_THEN,
    evaluationPeriods: runs,
    missingData: 'notBreaching',
    toldAfterMinutes: (2 * TIMES_NOW_AND_THEN - 1) * gapMinutes,
  };
}

function serversUncertain(subject: PolicySubject): AlarmDefinition {
  const enough = uncertainTogether(subject.servers.length, subject.few);
  return {
    title: 'servers uncertain',
    problem: `${enough} or more servers can be proven neither right nor wrong.`,
    advice:
      'If all are, the network path from the function is too long for their limits; if one is, it may be about to go ' +
      'outside. The saved query "Uncertain now" lists them with their bounds.',
    why: 'As for a single server.',
    severity: 'warn',
    isEndTold: true,
    ...mostRuns(subject, {
      trouble: { metric: 'runsUncertain', statistic: 'Sum' },
      label: `${enough} or more servers uncertain`,
    }),
  };
}
