import type { AlarmDefinition } from './alarm-definition';
import { badRuns } from './bad-runs';
import { fleetSteps } from './fleet-steps';
import { more, outsideNowAndThen } from './group-alarms';
import type { PolicySubject } from './policy-subject';
import { incomplete, thin, unjudged } from './shard-alarms';
import { UNHEALTHY_QUERIES } from './unhealthy-queries';

/**
 * Every alarm on a fleet's servers. Those that page are on counts, which are always there, and page once however
 * many servers have the same trouble. Who they are is told by the contributors of two more, which page nobody:
 * CloudWatch would take an action once for each contributor.
 */
export function fleetAlarms(subject: PolicySubject): AlarmDefinition[] {
  const { byOthers } = subject;
  const shards = subject.shards.length;
  return [
    fleetOutside(subject),
    fleetUnusable(subject),
    // Counts of several shards can't be told apart within a period of several runs; those of one can.
    ...(shards > 1
      ? [...fleetSteps(subject, 'outside'), ...fleetSteps(subject, 'unusable')]
      : [more(subject, 'outside'), more(subject, 'lost'), outsideNowAndThen(subject)]),
    // A single schedule that is lost is the operation's to tell of, and its lost reference an alarm of its own.
    ...(shards > 1 ? [incomplete(subject), thin(subject)] : []),
    ...(shards > 1 && byOthers ? [unjudged(subject)] : []),
    ...contributors(subject),
  ];
}

function fleetOutside(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'fleet outside',
    problem: 'Servers are proven to be off reference time by more than their limit.',
    advice:
      'Their clients have the wrong time: take them out of use. The alarm "names outside" and the saved query "Outside ' +
      'now" have their names and offsets.',
    why: 'Proof is never the consequence of something else.',
    severity: 'page',
    isEndTold: true,
    ...badRuns({
      ...subject,
      window: subject.proofWindow,
      bad: { metric: 'runsOutside', statistic: 'Sum' },
      // Without reference time nobody is outside, which proves no recovery.
      seen: { metric: subject.byOthers ? 'clockOffset' : 'serversOutside', statistic: 'SampleCount' },
      label: `runs of the last ${subject.proofWindow.runs} with servers outside`,
    }),
  };
}

/** A shard that loses its network has lost reference time, too, which is what is told then: the function sees to it. */
function fleetUnusable(subject: PolicySubject): AlarmDefinition {
  return {
    title: 'fleet unusable',
    problem: 'Servers give no usable answer.',
    advice:
      'Their clients are losing their time source. The alarm "names unusable" and the saved query "Unusable now" have ' +
      'their names, and the reasons.',
    why: 'As for a single server.',
    severity: 'page',
    isEndTold: true,
    ...badRuns({
      ...subject,
      bad: { metric: 'runsUnusable', statistic: 'Sum' },
      seen: { metric: subject.byOthers ? 'clockOffset' : 'serversUnusable', statistic: 'SampleCount' },
      label: `runs of the last ${subject.window.runs} with servers unusable`,
    }),
  };
}

/** Of contributors CloudWatch evaluates each by itself; they end when their metrics do. */
const CONTRIBUTOR_RUNS = { datapointsToAlarm: 3, evaluationPeriods: 6 };

/** One alarm for any number of servers: every time series of its query is a contributor, up to 100 of them. */
function contributors({ name, gapMinutes }: PolicySubject): AlarmDefinition[] {
  return UNHEALTHY_QUERIES.map(({ verdict, query, comparison, threshold }) => ({
    title: `names ${verdict}`,
    problem: `Its contributors are the servers that are ${verdict} in most runs.`,
    advice: `"fleet ${verdict}" pages.`,
    why: 'It only names servers.',
    severity: 'none',
    isEndTold: false,
    kind: 'contributors',
    query: query(name),
    periodMinutes: gapMinutes,
    comparison,
    threshold,
    ...CONTRIBUTOR_RUNS,
    // A server that is well again has no metrics of its own any more.
    missingData: 'notBreaching',
    toldAfterMinutes: CONTRIBUTOR_RUNS.datapointsToAlarm * gapMinutes,
  }));
}
