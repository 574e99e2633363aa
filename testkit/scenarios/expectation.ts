import type { AlarmState } from '../../lab/cloudwatch/alarms/alarm-state';
import {
  mismatches,
  type ReceivedNotification,
  type Scenario,
  toMessage,
} from '../../lab/scenarios/scenario';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { deployed } from './deployed';
import { type PlayedEvents, playPlan, type SimulationPlan } from './simulation-plan';

/** The notifications that arrive: one list for each way in which CloudWatch may evaluate. */
export function receivedIn(plan: SimulationPlan): ReceivedNotification[][] {
  return playPlan(plan).map(arrivedIn);
}

function arrivedIn({ startMs, notifications }: PlayedEvents): ReceivedNotification[] {
  return notifications.filter(reachesPeople).map(({ actions, alarm, to, sentMs }) => ({
    message: toMessage({ alarm, topics: [...actions], state: to }, 'test'),
    minute: (sentMs - startMs) / MINUTE_MS,
  }));
}

/** The subscriptions' filter lets only the ends of alarms through, not the first OK of a new one. */
function reachesPeople({ from, to }: { from: AlarmState; to: AlarmState }): boolean {
  return from === 'ALARM' || to === 'ALARM';
}

/** What a scenario does: a list for each way in which CloudWatch may evaluate. */
export interface ScenarioPlay {
  /** Where its notifications are wrong. */
  findings: string[][];
  /** Titles of the alarms that went into ALARM, with or without a notification; a server's name and the runs' distance are left out. */
  raised: string[][];
}

export function playScenario(
  { monitor, script, deployment }: Scenario,
  minutes: number,
  ways: Pick<SimulationPlan, 'evaluations' | 'ignoresDrift'> = {},
): ScenarioPlay {
  const { steps, notifications } = script(minutes);
  const played = playPlan({
    ...ways,
    monitor: deployed(monitor, minutes),
    steps,
    deployment: deployment && { run: deployment.run, monitor: deployed(deployment.monitor, minutes) },
  });
  return {
    findings: played.map((each) => mismatches(arrivedIn(each), notifications, minutes * MINUTE_MS)),
    raised: played.map(({ transitions }) => transitions.filter(({ to }) => to === 'ALARM').map(titleOf)),
  };
}

function titleOf({ alarm }: { alarm: string }): string {
  return alarm
    .replace(/^test /, '')
    .replace(/^(outside|unusable|uncertain|drifting) (?!now and then$).+$/, '$1')
    .replace(/ \d+ min$/, '');
}
