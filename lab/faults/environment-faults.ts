import type { Disorder } from '../scenarios/scenario-state';

interface Fault {
  id: string;
  label: string;
  /** What the case is then, for people. */
  about: string;
  disorder: Disorder;
}

/**
 * What can be out of order around the servers, each one entry. Of two that concern the same, the later one is worse,
 * and counts.
 */
export const FAULTS: readonly Fault[] = [
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
    id: 'network',
    label: "Cut the function's network",
    about: 'no server answers, and CloudWatch is out of reach',
    disorder: { network: 'gone', cloudwatch: 'unreachable' },
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
    id: 'schedule-refused',
    label: 'Deny the Scheduler',
    about: 'it may not invoke the function',
    disorder: { schedule: 'refused' },
  },
  {
    id: 'schedule-off',
    label: 'Disable the schedule',
    about: 'nothing runs, and nobody says so',
    disorder: { schedule: 'off' },
  },
];

/** What is the case while these faults are there. */
export function disorderOf(faults: ReadonlySet<string>): Disorder {
  return Object.assign({}, ...FAULTS.filter(({ id }) => faults.has(id)).map(({ disorder }) => disorder));
}

/** The fewest faults that make this the case. */
export function faultsOf(disorder: Disorder): Set<string> {
  const left = new Set(Object.entries(disorder).map(([key, value]) => `${key} ${value}`));
  const largestFirst = FAULTS.toSorted(
    (a, b) => Object.keys(b.disorder).length - Object.keys(a.disorder).length,
  );
  const found = largestFirst.filter((fault) => {
    const parts = Object.entries(fault.disorder).map(([key, value]) => `${key} ${value}`);
    const fits = parts.every((part) => left.has(part));
    for (const part of fits ? parts : []) {
      left.delete(part);
    }
    return fits;
  });
  return new Set(found.map(({ id }) => id));
}
