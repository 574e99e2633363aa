import { MAX_PERIOD_MINUTES } from '../config/aws-quotas';
import type { AlarmDefinition } from './alarm-definition';
import { mOfN } from './bad-runs';
import type { PolicySubject } from './policy-subject';

/** The first shard has reference time, of which "reference lost" tells, and another one has not. */
export function unjudged({ gapMinutes, window }: PolicySubject): AlarmDefinition {
  return {
    title: 'fleet unjudged',
    problem:
      "Some of the servers can't be judged: reference time is lost in some of the shards, not in the first.",
    advice: 'The log names the voters that are silent there, and those that disagree.',
    why: 'Their servers may be wrong and nothing else would say so, for what is uncertain pages nobody.',
    severity: 'page',
    isEndTold: true,
    kind: 'metric',
    expression: 'IF(truechimers > 0, lost)',
    metrics: {
      truechimers: { metric: 'truechimers', statistic: 'Maximum' },
      lost: { metric: 'shardsWithoutReference', statistic: 'Sum' },
    },
    label: 'shards without reference time while the first one has it',
    comparison: '>=',
    threshold: 1,
    ...mOfN({ gapMinutes, window }),
  };
}

/**
 * Shards don't run at the same second, and one whose second is at the border of a period is counted in this one
 * or in the next: twice, or not at all. Never twice in a row, though; and of so many runs it is a small part.
 */
const RUNS_COMPARED = 5;
const PERIODS_IN_A_ROW = 2;

/** A shard that is missing by more than this part of it is lost; by more than that, thin. */
const LOST_PART = 3 / 4;
const THIN_PART = 1 / 4;

/**
 * Servers measured against those that the first shard's event names, run by run: a fleet that grows has both at once,
 * and a pause of all is not the loss of some.
 */
function share({ gapMinutes }: PolicySubject) {
  const periodMinutes = Math.min(RUNS_COMPARED, Math.floor(MAX_PERIOD_MINUTES / gapMinutes)) * gapMinutes;
  return {
    kind: 'metric',
    metrics: {
      measured: { metric: 'servers', statistic: 'Sum' },
      configured: { metric: 'serversConfigured', statistic: 'Sum' },
    },
    periodMinutes,
    comparison: '<',
    datapointsToAlarm: PERIODS_IN_A_ROW,
    evaluationPeriods: PERIODS_IN_A_ROW,
    toldAfterMinutes: PERIODS_IN_A_ROW * periodMinutes,
  } as const;
}

export function incomplete(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'fleet incomplete',
    problem: 'Fewer servers are being watched than are configured: some of the shards do not run.',
    advice: 'A shard is not started, or fails: check its schedule, the queues, then the log.',
    why: 'Some of the servers are watched by nobody, and nothing else would say so.',
    severity: 'page',
    isEndTold: true,
    ...share(subject),
    expression: 'measured / configured',
    label: 'part of the servers that is measured',
    threshold: 1 - LOST_PART / subject.shards.length,
    missingData: 'ignore',
  };
}

export function thin(subject: PolicySubject): AlarmDefinition {
  const lost = 1 - LOST_PART / subject.shards.length;
  return {
    title: 'fleet thin',
    problem: 'A shard runs only now and then: part of the fleet is watched too rarely.',
    advice: 'Check whether the function is throttled: all shards run at the same time.',
    why: 'Readings are missing, and those that come still page.',
    severity: 'warn',
    isEndTold: true,
    ...share(subject),
    // Where more is missing, "fleet incomplete" says so.
    expression: `IF(measured / configured >= ${lost}, measured / configured)`,
    label: 'part of the servers that is measured',
    threshold: 1 - THIN_PART / subject.shards.length,
    missingData: 'notBreaching',
  };
}
