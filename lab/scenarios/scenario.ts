import type { Role } from '../../lambda/monitor/event';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { proofWindowOf, windowOf } from '../../lib/config/run-window';
import { severityOfTopics } from '../cloudwatch/notifications/topic-severity';
import type { ServerCondition } from '../faults/server-faults';
import type { Mail } from '../web/page/page-state';
import type { ScenarioStep } from './scenario-step';

/** A server of a monitor.json, but for where it is; it may have further keys. */
interface PlannedServer {
  name: string;
  role?: Role;
  severity?: 'page' | 'warn';
  smeared?: boolean;
}

/** What a monitor.json says, but for where its servers are. */
export interface MonitorPlan {
  servers: readonly PlannedServer[];
  /** Further keys of the monitor.json. */
  settings?: Readonly<Record<string, unknown>>;
}

/** A notification that must arrive, and when, counted in runs since the first step began: `page outside alfa ALARM`. */
export type Expected = readonly [message: string, earliestRun: number, latestRun: number];

/** What goes wrong, and which notifications must come of it. Any other is a mistake. */
export interface ScenarioScript {
  steps: readonly ScenarioStep[];
  notifications: readonly Expected[];
}

/** An incident, and what people must be told of it. */
export interface Scenario {
  /** On the command line. */
  name: string;
  about: string;
  monitor: MonitorPlan;
  /** @param minutes between two runs */
  script: (minutes: number) => ScenarioScript;
  /** False: what must be told isn't known, because the monitor isn't the scenario's own. */
  isChecked: boolean;
  /** Another monitor that is deployed before a run of the script, the first being 1. */
  deployment?: { run: number; monitor: MonitorPlan };
}

/** Neutral names for servers, in alphabetical order. */
const SERVER_NAMES = [
  'alfa',
  'bravo',
  'charlie',
  'delta',
  'echo',
  'foxtrot',
  'golf',
  'hotel',
  'india',
  'juliett',
];

/** @param end exclusive */
export function namedServers(end: number, start = 0): { name: string }[] {
  return Array.from({ length: end - start }, (_, i) => ({
    name: SERVER_NAMES[start + i] ?? `server-${start + i + 1}`,
  }));
}

/** Four servers that judge each other. */
export const FOUR: MonitorPlan = { servers: namedServers(4) };

/** Long enough for everything to recover, and to see that nothing follows. */
export const WELL: ScenarioStep = { runs: 14 };

/** A trouble of so many runs, told when enough of them were bad, and over when a whole window is free of them. */
export function pageFor(title: string, runs: number, minutes: number, firstRun = 1): Expected[] {
  const { bad, runs: window } = title.includes('outside') ? proofWindowOf(minutes) : windowOf(minutes);
  const last = firstRun - 1 + runs;
  return [
    [`page ${title} ALARM`, firstRun - 1 + bad, firstRun - 1 + bad],
    [`page ${title} OK`, last + window, last + window],
  ];
}

export function silentServers(...names: string[]): Record<string, ServerCondition> {
  return Object.fromEntries(names.map((name) => [name, 'silent']));
}

/** @param script where the period makes a difference: a function of the minutes between two runs */
export function scenario(
  name: string,
  about: string,
  script: ScenarioScript | Scenario['script'],
  { monitor = FOUR, deployment }: Partial<Pick<Scenario, 'monitor' | 'deployment'>> = {},
): Scenario {
  return {
    ...{ name, about, monitor, isChecked: true },
    script: typeof script === 'function' ? script : () => script,
    ...(deployment && { deployment }),
  };
}

/** Every server that the scenario watches at some time. */
export function watchedServers({ monitor, deployment }: Scenario): MonitorPlan['servers'] {
  const all = [...monitor.servers, ...(deployment?.monitor.servers ?? [])];
  return [...new Map(all.map((server) => [server.name, server])).values()];
}

/** In runs. */
export function lengthOf({ steps }: Pick<ScenarioScript, 'steps'>): number {
  return steps.reduce((sum, { runs }) => sum + runs, 0);
}

/** A notification that arrived: `page outside alfa ALARM`, and when, in minutes since the first step began. */
export interface ReceivedNotification {
  message: string;
  minute: number;
}

/**
 * A notification in few words: `page outside alfa ALARM`.
 * @param topics ids of the topics that it was sent to
 */
export function toMessage(
  { alarm, topics, state }: Pick<Mail, 'alarm' | 'topics' | 'state'>,
  monitorName: string,
): string {
  return `${severityOfTopics(topics)} ${alarm.replace(`${monitorName} `, '')} ${state}`;
}

/** Late by a minute because AWS's services report late, and by another because CloudWatch evaluates then. */
const LAG_MINUTES = 2;

/**
 * Differences between what arrived and what must arrive.
 * @returns sentences; none when exactly the expected notifications arrived in time
 */
export function mismatches(
  received: readonly ReceivedNotification[],
  expected: readonly Expected[],
  periodMs: number,
): string[] {
  const periodMinutes = periodMs / MINUTE_MS;
  const left = [...received];
  const found = expected.flatMap(([message, earliestRun, latestRun]) => {
    const i = left.findIndex((each) => each.message === message);
    if (i < 0) {
      return [`never sent: ${message}`];
    }
    const { minute } = left.splice(i, 1)[0]!;
    const from = (earliestRun - 1) * periodMinutes;
    const to = latestRun * periodMinutes + LAG_MINUTES;
    return minute >= from && minute <= to
      ? []
      : [`${message} came in minute ${minute}, not ${from} to ${to}`];
  });
  return [
    ...found,
    ...left.map(({ message, minute }) => `${message} came in minute ${minute}, unexpectedly`),
  ];
}
