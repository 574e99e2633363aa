import { Template } from 'aws-cdk-lib/assertions';
import { MINUTE_MS } from '../../lab/alarms/datapoints';
import type { AlarmDefinition } from '../../lab/alarms/definition';
import { simulate } from '../../lab/alarms/simulation';
import { readAlarms } from '../../lab/alarms/template';
import { type Json, onlyResource, stackOf } from '../lib/support';
import { dataOf, placesOf, type State } from './services';

const NOON = Date.UTC(2026, 10, 22, 12);

/** Runs before the story begins: more than any alarm looks back. */
const RUNS_BEFORE = 14;

/**
 * When CloudWatch evaluates within a minute, and by how many periods it looks further back than an alarm says:
 * neither is documented (for periods of a minute), so that what a person receives must not depend on them.
 */
const EVALUATIONS = [
  { phaseMs: 0, extraPeriods: 0 },
  { phaseMs: 20_000, extraPeriods: 2 },
  { phaseMs: 50_000, extraPeriods: 3 },
  { phaseMs: 0, extraPeriods: 5 },
] as const;

/** A monitor as it is deployed: its alarms, and what its schedule gives the function. */
export interface Deployed {
  alarms: readonly AlarmDefinition[];
  event: unknown;
  periodMs: number;
}

/** @param changes of the configuration; four voters a to d, a run a minute, without any */
export function deployed(changes: Record<string, unknown> = {}): Deployed {
  const { schedule = 'rate(1 minute)' } = changes;
  const minutes = Number(/\d+/.exec(schedule as string)![0]);
  const template = Template.fromStack(stackOf({ servers: named('abcd'), schedule, ...changes }));
  const { Target } = onlyResource(template, 'AWS::Scheduler::Schedule');
  return {
    alarms: readAlarms(withoutQueries(template.toJSON())),
    event: JSON.parse(Target.Input) as Json,
    periodMs: minutes * MINUTE_MS,
  };
}

/** Without alarms on Metrics Insights queries, which are not simulated: they must tell nobody. */
function withoutQueries(template: Json): Json {
  const resources = Object.entries<Json>(template.Resources).filter(([, { Properties }]) => {
    const isQuery = Properties?.Metrics?.some(({ Expression = '' }: Json) => Expression.startsWith('SELECT'));
    expect(isQuery ? Properties.AlarmActions : undefined).toBeUndefined();
    return !isQuery;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

/** A server for each letter. */
export function named(letters: string) {
  return [...letters].map((name) => ({ name, host: `${name}.example` }));
}

/** What somebody must receive, and when, counted in runs since the story began: `page a outside ALARM`. */
export type Expected = readonly [message: string, earliestRun: number, latestRun: number];

/** Late by a minute because AWS's services report late, and by another because CloudWatch evaluates then. */
const LAG_MINUTES = 2;

export interface Told {
  message: string;
  /** Minutes since the story began. */
  minute: number;
}

/** Another configuration, deployed while a story is told. */
export interface Deployment {
  /** Before which run of the story, the first being 1. */
  run: number;
  monitor: Deployed;
}

/** What somebody receives while a story is told: one list for each way in which CloudWatch may evaluate. */
export function tell(monitor: Deployed, story: readonly State[], deployment?: Deployment): Told[][] {
  const { alarms, event, periodMs } = monitor;
  const startMs = NOON + RUNS_BEFORE * periodMs;
  const runs = story.reduce((sum, state) => sum + state.runs, 0);
  const deployedMs = deployment ? startMs + (deployment.run - 1) * periodMs : Number.POSITIVE_INFINITY;
  const data = dataOf([{ runs: RUNS_BEFORE }, ...story], {
    eventAt: (timeMs) => (timeMs < deployedMs ? event : deployment!.monitor.event),
    places: placesOf(alarms),
    startMs: NOON,
    periodMs,
  });
  return EVALUATIONS.map((evaluation) =>
    simulate({
      alarms,
      deployments: deployment ? [{ atMs: deployedMs, alarms: deployment.monitor.alarms }] : [],
      data,
      startMs: startMs - MINUTE_MS,
      endMs: startMs + runs * periodMs,
      initialState: 'OK',
      ...evaluation,
    }).notifications.map(({ actions, alarm, to, sentMs }) => ({
      message: `${severityOf(actions)} ${alarm.replace(/^test /, '')} ${to}`,
      minute: (sentMs - startMs) / MINUTE_MS,
    })),
  );
}

/** Exactly these messages arrive, in time, however CloudWatch evaluates. */
export function expectTold(
  monitor: Deployed,
  story: readonly State[],
  expected: readonly Expected[],
  deployment?: Deployment,
): void {
  const periodMinutes = monitor.periodMs / MINUTE_MS;
  const inOrder = expected.toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const told of tell(monitor, story, deployment)) {
    const actual = told.toSorted((a, b) => (a.message < b.message ? -1 : 1));
    expect(actual.map(({ message }) => message)).toEqual(inOrder.map(([message]) => message));
    const late = actual.flatMap(({ message, minute }, i) => {
      const [, earliestRun, latestRun] = inOrder[i]!;
      const from = (earliestRun - 1) * periodMinutes;
      const to = latestRun * periodMinutes + LAG_MINUTES;
      return minute >= from && minute <= to ? [] : [`${message} at ${minute}, not in ${from} to ${to} min`];
    });
    expect(late).toEqual([]);
  }
}

function severityOf(actions: readonly string[]): string {
  expect(actions).toHaveLength(1);
  return actions[0]!.includes('WarnTopic') ? 'warn' : 'page';
}
