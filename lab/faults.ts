import type { Disorder } from './scenarios/state';

/** What can be out of order around the servers, each one entry: what it is for people, and what the case is then. */
export const FAULTS: readonly { id: string; label: string; about: string; disorder: Disorder }[] = [
  {
    id: 'network',
    label: "Cut the function's network",
    about: 'no server answers, and CloudWatch is out of reach',
    disorder: { network: 'gone', cloudwatch: 'unreachable' },
  },
  {
    id: 'ntp',
    label: 'Block NTP',
    about: 'no server answers, as behind a firewall without UDP port 123',
    disorder: { network: 'gone' },
  },
  {
    id: 'cloudwatch',
    label: 'CloudWatch refuses',
    about: 'every PutMetricData is denied',
    disorder: { cloudwatch: 'refuses' },
  },
  {
    id: 'cloudwatch-down',
    label: 'CloudWatch is down',
    about: "it takes nothing, and what AWS's services report is lost",
    disorder: { cloudwatch: 'down' },
  },
  {
    id: 'throws',
    label: 'Break the function',
    about: 'it throws before it measures: its event is none that it understands',
    disorder: { function: 'throws' },
  },
  {
    id: 'throttled',
    label: 'Throttle the function',
    about: 'Lambda never starts it',
    disorder: { function: 'throttled' },
  },
  {
    id: 'schedule-off',
    label: 'Disable the schedule',
    about: 'nothing runs, and nobody says so',
    disorder: { schedule: 'off' },
  },
  {
    id: 'schedule-refused',
    label: 'Deny the Scheduler',
    about: 'it may not invoke the function',
    disorder: { schedule: 'refused' },
  },
];

export function isOn(current: Disorder, fault: Disorder): boolean {
  return Object.entries(fault).every(([key, value]) => current[key as keyof Disorder] === value);
}

/** The case once a fault begins or ends, and the others stay. */
export function withFault(current: Disorder, fault: Disorder, on: boolean): Disorder {
  const others = Object.fromEntries(Object.entries(current).filter(([key]) => !(key in fault)));
  return on ? { ...current, ...fault } : others;
}
