import { AwsServices } from '../../lab/aws/aws-services';
import { EVALUATED_BEFORE_MS } from '../../lab/aws/simulated-account';
import type { AlarmEvents } from '../../lab/cloudwatch/alarms/alarm-events';
import { lengthOf } from '../../lab/scenarios/scenario';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { type Course, simulate } from '../alarms/simulate';
import type { Deployed } from './deployed';
import { dataOf } from './scenario-data';

/** A Sunday at noon: stories with a date of their own, such as maintenance, rely on it. */
const FIRST_RUN_MS = Date.UTC(2026, 10, 22, 12);

/** Runs before the first step: more than any window, so that every alarm has found its state. */
const RUNS_BEFORE = 20;

/**
 * When CloudWatch evaluates within a minute, and by how many periods it looks further back than an alarm says:
 * neither is documented (for periods of a minute), so that no notification may depend on them.
 */
const EVERY_EVALUATION = [
  { phaseMs: 0, extraPeriods: 0 },
  { phaseMs: 20_000, extraPeriods: 2 },
  { phaseMs: 50_000, extraPeriods: 3 },
  { phaseMs: 0, extraPeriods: 5 },
] as const;

/** One of them, for tests that are to be quick. Those that aren't play every way. */
export const ONE_EVALUATION = [EVERY_EVALUATION[0]] as const;

/** Steps to simulate on a deployed monitor. */
export interface SimulationPlan {
  monitor: Deployed;
  steps: readonly ScenarioStep[];
  /**
   * How it begins: `deployment`, with the first step; `history`, some runs after the deployment, which is simulated,
   * too; `ok`, likewise, with every alarm in OK and what came before left out. Default: `ok`.
   */
  begin?: 'deployment' | 'history' | 'ok';
  /** Another monitor that is deployed before a run, the first being 1. */
  deployment?: { run: number; monitor: Deployed } | undefined;
  /** CloudWatch shows the function's data only so much later, ms. */
  lateMs?: number;
  /** When the first run begins, ms since 1970. Default: a Sunday's noon in November. */
  firstRunMs?: number;
  /** See `Setting`. */
  ignoresDrift?: boolean;
  /** Ways in which CloudWatch may evaluate. Default: every one. */
  evaluations?: readonly Pick<Course, 'phaseMs' | 'extraPeriods'>[];
}

/** @param startMs when the first step began, ms since 1970 */
export type PlayedEvents = AlarmEvents & { startMs: number };

/** What alarms do: once for each way in which CloudWatch may evaluate. */
export function playPlan(plan: SimulationPlan): PlayedEvents[] {
  const { monitor, steps, begin = 'ok', deployment, lateMs = 0, evaluations = EVERY_EVALUATION } = plan;
  const { firstRunMs = FIRST_RUN_MS } = plan;
  const { template, alarms, muteRules, periodMs } = monitor;
  const before: ScenarioStep[] = begin === 'deployment' ? [] : [{ runs: RUNS_BEFORE }];
  const startMs = firstRunMs + lengthOf({ steps: before }) * periodMs;
  const data = dataOf([...before, ...steps], {
    deployedAt: (timeMs) => monitorAt(plan, startMs, timeMs),
    services: new AwsServices(template, alarms),
    startMs: firstRunMs,
    periodMs,
    lateMs,
    ignoresDrift: plan.ignoresDrift,
  });
  const deployments = deployment
    ? [{ ...deployment.monitor, atMs: startMs + (deployment.run - 1) * periodMs }]
    : [];
  const from =
    begin === 'ok'
      ? ({ startMs: startMs - MINUTE_MS, initialState: 'OK' } as const)
      : { startMs: firstRunMs - EVALUATED_BEFORE_MS };
  const endMs = startMs + lengthOf({ steps }) * periodMs;
  return evaluations.map((evaluation) => ({
    ...simulate({ alarms, muteRules, deployments, data, endMs, ...from, ...evaluation }),
    startMs,
  }));
}

/** Which monitor is deployed at a time. @param startMs when the first step began, ms since 1970 */
export function monitorAt(
  { monitor, deployment }: Pick<SimulationPlan, 'monitor' | 'deployment'>,
  startMs: number,
  timeMs: number,
): Deployed {
  const isReplaced = deployment !== undefined && timeMs >= startMs + (deployment.run - 1) * monitor.periodMs;
  return isReplaced ? deployment.monitor : monitor;
}
