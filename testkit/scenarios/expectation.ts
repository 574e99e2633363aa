import type { AlarmState } from '../../lab/cloudwatch/alarms/alarm-state';
import {
  mismatches,
  type ReceivedNotification,
  type Scenario,
  toMessage,
} from '../../lab/scenarios/scenario';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { deployed } from './deployed';
import { ONE_EVALUATION, playPlan, type SimulationPlan } from './simulation-plan';

/** The notifications that arrive: one list for each way in which CloudWatch may evaluate. */
export function receivedIn(plan: SimulationPlan): ReceivedNotification[][] {
  return playPlan(plan).map(({ startMs, notifications }) =>
    notifications.filter(reachesPeople).map(({ actions, alarm, to, sentMs }) => ({
      message: toMessage({ alarm, topics: [...actions], state: to }, 'test'),
      minute: (sentMs - startMs) / MINUTE_MS,
    })),
  );
}

/** The subscriptions' filter lets only the ends of alarms through, not the first OK of a new one. */
function reachesPeople({ from, to }: { from: AlarmState; to: AlarmState }): boolean {
  return from === 'ALARM' || to === 'ALARM';
}

/** Titles of the alarms that went into ALARM, with or without a notification; a server's name and the runs' distance are left out. */
export function raised(plan: SimulationPlan): string[] {
  return playPlan({ ...plan, evaluations: ONE_EVALUATION })[0]!
    .transitions.filter(({ to }) => to === 'ALARM')
    .map(({ alarm }) =>
      alarm
        .replace(/^test /, '')
        .replace(/^(outside|unusable|uncertain|drifting) (?!now and then$).+$/, '$1')
        .replace(/ \d+ min$/, ''),
    );
}

/** Where a scenario's notifications are wrong, for each way in which CloudWatch may evaluate. */
export function findings(
  { monitor, script, deployment }: Scenario,
  minutes: number,
  ways: Pick<SimulationPlan, 'evaluations'> = {},
): string[][] {
  const { steps, notifications } = script(minutes);
  const received = receivedIn({
    ...ways,
    monitor: deployed(monitor, minutes),
    steps,
    deployment: deployment && { run: deployment.run, monitor: deployed(deployment.monitor, minutes) },
  });
  return received.map((each) => mismatches(each, notifications, minutes * MINUTE_MS));
}
