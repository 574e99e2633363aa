import { Template } from 'aws-cdk-lib/assertions';
import { AwsServices } from '../../lab/aws/aws-services';
import { MINUTE_MS } from '../../lab/cloudwatch/alarms/datapoints';
import type { SimulatedAlarm } from '../../lab/cloudwatch/alarms/simulated-alarm';
import type { AlarmEvents } from '../../lab/cloudwatch/alarms/simulation';
import { readAlarms } from '../../lab/cloudwatch/template/read-template';
import {
  lengthOf,
  type MonitorPlan,
  mismatches,
  type ReceivedNotification,
  type Scenario,
  toMessage,
} from '../../lab/scenarios/scenario';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { simulate } from '../alarms/simulate';
import { type Json, onlyResource, stackOf } from '../stack/synthesise';
import { dataOf } from './scenario-data';

const FIRST_RUN_MS = Date.UTC(2026, 10, 22, 12);

/** Runs before the first step: more than any alarm looks back. */
const RUNS_BEFORE = 14;

/**
 * When CloudWatch evaluates within a minute, and by how many periods it looks further back than an alarm says:
 * neither is documented (for periods of a minute), so that no notification may depend on them.
 */
const EVALUATIONS = [
  { phaseMs: 0, extraPeriods: 0 },
  { phaseMs: 20_000, extraPeriods: 2 },
  { phaseMs: 50_000, extraPeriods: 3 },
  { phaseMs: 0, extraPeriods: 5 },
] as const;

/** A monitor as it is deployed: its template and alarms, and what its schedule gives the function. */
export interface Deployed {
  template: Json;
  alarms: readonly SimulatedAlarm[];
  event: unknown;
  periodMs: number;
}

const known = new Map<string, Deployed>();

/** @param minutes between two runs */
export function deployed(plan: MonitorPlan, minutes: number): Deployed {
  const key = JSON.stringify([plan, minutes]); // synthesis takes longer than a simulation
  const monitor = known.get(key) ?? synthesised(plan, minutes);
  known.set(key, monitor);
  return monitor;
}

function synthesised({ servers, settings }: MonitorPlan, minutes: number): Deployed {
  const schedule = `rate(${minutes} minute${minutes === 1 ? '' : 's'})`;
  const hosts = servers.map((server) => ({ ...server, host: `${server.name}.example` }));
  const template = Template.fromStack(stackOf({ ...settings, servers: hosts, schedule }));
  const { Target } = onlyResource(template, 'AWS::Scheduler::Schedule');
  return {
    template: template.toJSON(),
    alarms: readAlarms(template.toJSON()),
    event: JSON.parse(Target.Input) as Json,
    periodMs: minutes * MINUTE_MS,
  };
}

/** Steps to simulate on a deployed monitor. */
export interface SimulationPlan {
  monitor: Deployed;
  steps: readonly ScenarioStep[];
  /** Another monitor that is deployed before a run, the first being 1. */
  deployment?: { run: number; monitor: Deployed };
  /** CloudWatch shows the function's data only so much later, ms. */
  lateMs?: number;
}

/** The notifications that arrive: one list for each way in which CloudWatch may evaluate. */
export function receivedIn(plan: SimulationPlan): ReceivedNotification[][] {
  return events(plan).map(({ startMs, notifications }) =>
    notifications.map(({ actions, alarm, to, sentMs }) => ({
      message: toMessage({ alarm, topics: [...actions], state: to }, 'test'),
      minute: (sentMs - startMs) / MINUTE_MS,
    })),
  );
}

/** Titles of the alarms that went into ALARM, with or without a notification; a server's name is left out. */
export function raised(plan: SimulationPlan): string[] {
  return events(plan)[0]!
    .transitions.filter(({ to }) => to === 'ALARM')
    .map(({ alarm }) =>
      alarm.replace(/^test /, '').replace(/^.* (?=outside$|unusable$)(?<!fleet |names )/, ''),
    );
}

function events({
  monitor,
  steps,
  deployment,
  lateMs = 0,
}: SimulationPlan): (AlarmEvents & { startMs: number })[] {
  const { template, alarms, event, periodMs } = monitor;
  const startMs = FIRST_RUN_MS + RUNS_BEFORE * periodMs;
  const runs = lengthOf({ steps });
  const deployedMs = deployment ? startMs + (deployment.run - 1) * periodMs : Number.POSITIVE_INFINITY;
  const data = dataOf([{ runs: RUNS_BEFORE }, ...steps], {
    eventAt: (timeMs) => (timeMs < deployedMs ? event : deployment!.monitor.event),
    services: new AwsServices(template, alarms),
    startMs: FIRST_RUN_MS,
    periodMs,
    lateMs,
  });
  return EVALUATIONS.map((evaluation) => ({
    startMs,
    ...simulate({
      alarms,
      deployments: deployment ? [{ atMs: deployedMs, alarms: deployment.monitor.alarms }] : [],
      data,
      startMs: startMs - MINUTE_MS,
      endMs: startMs + runs * periodMs,
      initialState: 'OK',
      ...evaluation,
    }),
  }));
}

/** Where a scenario's notifications are wrong, for each way in which CloudWatch may evaluate. */
export function findings({ monitor, script, deployment }: Scenario, minutes: number): string[][] {
  const { steps, notifications } = script(minutes);
  const plan: SimulationPlan = {
    monitor: deployed(monitor, minutes),
    steps,
    ...(deployment && {
      deployment: { run: deployment.run, monitor: deployed(deployment.monitor, minutes) },
    }),
  };
  return receivedIn(plan).map((each) => mismatches(each, notifications, minutes * MINUTE_MS));
}
