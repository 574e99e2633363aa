import type { AlarmEvents } from '../../lab/cloudwatch/alarms/alarm-events';
import type { MetricDatum } from '../../lab/cloudwatch/alarms/datapoints';
import type { SimulatedAlarm } from '../../lab/cloudwatch/alarms/simulated-alarm';
import { AlarmSimulation, type SimulationOptions } from '../../lab/cloudwatch/alarms/simulation';
import { MINUTE_MS } from '../../lambda/ntp/time-units';

/** Alarms that take the place of all others, and the rules that mute them. */
interface AlarmDeployment extends Pick<SimulationOptions, 'muteRules'> {
  atMs: number;
  alarms: readonly SimulatedAlarm[];
}

/** What arrives at CloudWatch in some time, and what is deployed meanwhile. */
export interface Course extends SimulationOptions {
  alarms: readonly SimulatedAlarm[];
  /** Deployments of other alarms on the way. */
  deployments?: readonly AlarmDeployment[];
  /** In any order. What never arrives is left out. */
  data: Iterable<MetricDatum & { arrivalMs: number }>;
  startMs: number;
  endMs: number;
  /**
   * How long after each full minute CloudWatch evaluates, below a minute. It has one of its own for each alarm;
   * data that arrive before it count.
   */
  phaseMs?: number;
}

/** Runs through time, one evaluation in each minute after `startMs` up to `endMs`. */
export function simulate({
  alarms,
  deployments = [],
  data,
  startMs,
  endMs,
  phaseMs = 0,
  ...options
}: Course): AlarmEvents {
  const simulation = new AlarmSimulation(alarms, options);
  const arrivals = [...data].sort((a, b) => a.arrivalMs - b.arrivalMs);
  const coming = [...deployments].sort((a, b) => a.atMs - b.atMs);
  const events: AlarmEvents = { transitions: [], notifications: [] };
  const firstMs = (Math.floor((startMs - phaseMs) / MINUTE_MS) + 1) * MINUTE_MS + phaseMs;
  let arrived = 0;
  for (let nowMs = firstMs; nowMs <= endMs; nowMs += MINUTE_MS) {
    while (arrived < arrivals.length && arrivals[arrived]!.arrivalMs <= nowMs) {
      simulation.add(arrivals[arrived++]!);
    }
    while (coming.length > 0 && coming[0]!.atMs <= nowMs) {
      const { alarms: deployed, muteRules = [] } = coming.shift()!;
      simulation.deploy(deployed, { muteRules });
    }
    const { transitions, notifications } = simulation.evaluate(nowMs);
    events.transitions.push(...transitions);
    events.notifications.push(...notifications);
  }
  return events;
}
