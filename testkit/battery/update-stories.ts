import type { MonitorPlan } from '../../lab/scenarios/scenario';
import { FLEET_MONITORS, SMALL } from './battery-monitors';
import { type BatteryStory, EVERY_MINUTE, QUIET } from './battery-story';

type HealthyChange = Pick<BatteryStory, 'id' | 'about' | 'monitors'> & {
  monitor: (plan: MonitorPlan) => MonitorPlan;
};

const withSettings =
  (changes: Record<string, unknown>) =>
  ({ servers, settings }: MonitorPlan): MonitorPlan => ({ servers, settings: { ...settings, ...changes } });

/** Changes of a healthy monitor's configuration. */
const CHANGES: readonly HealthyChange[] = [
  {
    id: 'B80',
    about: 'a server is given another name',
    monitors: SMALL,
    monitor: ({ servers, settings }) => ({
      servers: servers.map((server, i) => (i === 0 ? { ...server, name: 'renamed' } : server)),
      ...(settings && { settings }),
    }),
  },
  { id: 'B81', about: 'the monitor is renamed', monitors: SMALL, monitor: withSettings({ name: 'other' }) },
  {
    id: 'B82',
    about: 'single servers become a fleet',
    monitors: SMALL,
    monitor: withSettings({ detail: 'fleet' }),
  },
  {
    id: 'B83',
    about: 'warnings are left out',
    monitors: SMALL,
    monitor: withSettings({ alarms: 'essential' }),
  },
  {
    id: 'B84',
    about: 'a fleet gets a third shard',
    monitors: FLEET_MONITORS.slice(0, 1),
    monitor: ({ servers, settings }) => ({
      servers: [
        ...servers,
        ...Array.from({ length: 700 }, (_, i) => ({ name: `new-${i}`, role: 'target' as const })),
      ],
      ...(settings && { settings }),
    }),
  },
  {
    id: 'B85',
    about: 'a fleet loses a shard',
    monitors: FLEET_MONITORS.slice(0, 1),
    monitor: ({ servers, settings }) => ({ servers: servers.slice(0, 600), ...(settings && { settings }) }),
  },
];

/** What each kind of change to a monitor that runs tells anybody: nothing. */
export const UPDATE_STORIES: readonly BatteryStory[] = CHANGES.map(({ id, about, monitors, monitor }) => ({
  id,
  about: `${about}: nobody is told`,
  monitors,
  schedules: EVERY_MINUTE,
  script: () => ({ steps: [{ runs: 5 }, QUIET], told: [] }),
  deployment: { run: 6, monitor },
}));
