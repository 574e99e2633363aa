import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { type Deployed, deployed } from '../scenarios/deployed';
import type { SimulationPlan } from '../scenarios/simulation-plan';
import { MONITORS, type MonitorName } from './battery-monitors';
import { type BatteryStory, storyContext } from './battery-story';
import { BIRTH_STORIES } from './birth-stories';
import { deliveriesIn } from './deliveries';
import { EDGE_STORIES } from './edge-stories';
import { deviations } from './expectations';
import { FLEET_STORIES } from './fleet-stories';
import { GROUP_STORIES } from './group-stories';
import { MAINTENANCE_STORIES } from './maintenance-stories';
import { OPERATION_STORIES } from './operation-stories';
import { RUNS_LOST_STORIES } from './runs-lost-stories';
import { SCHEDULE_STORIES } from './schedule-stories';
import { SERVER_STORIES } from './server-stories';
import { UPDATE_STORIES } from './update-stories';
import { WARNING_STORIES } from './warning-stories';

/** Every story of the battery. */
export const BATTERY: readonly BatteryStory[] = [
  ...BIRTH_STORIES,
  ...SERVER_STORIES,
  ...GROUP_STORIES,
  ...EDGE_STORIES,
  ...OPERATION_STORIES,
  ...RUNS_LOST_STORIES,
  ...FLEET_STORIES,
  ...MAINTENANCE_STORIES,
  ...SCHEDULE_STORIES,
  ...UPDATE_STORIES,
  ...WARNING_STORIES,
];

/** One story, of one monitor, at one schedule. */
export interface BatteryRow {
  story: BatteryStory;
  monitor: MonitorName;
  /** Between two runs. */
  minutes: number;
}

export const BATTERY_ROWS: readonly BatteryRow[] = BATTERY.flatMap((story) =>
  story.monitors.flatMap((monitor) => story.schedules.map((minutes) => ({ story, monitor, minutes }))),
);

/** `A2 two targets are dead ... (fifty, every 1 min)` */
export function rowTitle({ story, monitor, minutes }: BatteryRow): string {
  return `${story.id}: ${story.about} (${monitor}, every ${minutes} min)`;
}

/** How a row is played. */
interface RowOptions extends Pick<SimulationPlan, 'evaluations' | 'begin'> {
  /** The monitor with other alarms than those that are shipped. */
  policy?: Deployed;
}

/** What is wrong about a row's notifications: a list for each way in which CloudWatch may evaluate. */
export function playRow(
  { story, monitor, minutes }: BatteryRow,
  { policy, begin = 'history', ...ways }: RowOptions = {},
): string[][] {
  const plan = MONITORS[monitor];
  const { steps, isNew, ...expectations } = story.script(storyContext(plan, minutes));
  const received = deliveriesIn({
    ...ways,
    monitor: policy ?? deployed(plan, minutes),
    steps,
    begin: isNew ? 'deployment' : begin,
    ignoresDrift: true, // which the scenarios play; here it would double the time
    deployment: story.deployment && {
      run: story.deployment.run,
      monitor: deployed(story.deployment.monitor(plan), story.deployment.minutes ?? minutes),
    },
  });
  return received.map((each) => deviations(each, expectations, minutes * MINUTE_MS));
}
