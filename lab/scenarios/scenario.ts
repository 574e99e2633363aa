import type { Role } from '../../lambda/monitor/event';
import { MINUTE_MS } from '../cloudwatch/alarms/datapoints';
import type { Mail } from '../web/page/page-state';
import type { Conduct, State } from './scenario-state';

/** What a monitor.json says, but for where its servers are. */
export interface MonitorPlan {
  servers: readonly { name: string; role?: Role }[];
  /** Further keys of the monitor.json. */
  settings?: Readonly<Record<string, unknown>>;
}

/** What somebody must receive, and when, counted in runs since the story began: `page alfa outside ALARM`. */
export type Expected = readonly [message: string, earliestRun: number, latestRun: number];

export interface Story {
  states: readonly State[];
  told: readonly Expected[];
}

/** A bad night: what goes wrong, and what must come of it. */
export interface Scenario {
  /** What it is called on the command line. */
  name: string;
  about: string;
  monitor: MonitorPlan;
  /** @param minutes between two runs */
  story: (minutes: number) => Story;
  /** Another monitor that is deployed before a run of the story, the first being 1. */
  deployment?: { run: number; monitor: MonitorPlan };
}

/** Names for servers that mean nothing, in the order of the alphabet. */
const NAMES = ['alfa', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel', 'india', 'juliett'];

/** @param end none from here on */
export function servers(end: number, start = 0): { name: string }[] {
  return NAMES.slice(start, end).map((name) => ({ name }));
}

/** Four servers that judge each other. */
export const FOUR: MonitorPlan = { servers: servers(4) };

/** Long enough for everything to recover, and to see that nothing follows. */
export const WELL: State = { runs: 12 };

export function silent(...names: string[]): Record<string, Conduct> {
  return Object.fromEntries(names.map((name) => [name, 'silent']));
}

/** @param story where periods make a difference: of the minutes between two runs */
export function scenario(
  name: string,
  about: string,
  story: Story | Scenario['story'],
  { monitor = FOUR, deployment }: Partial<Pick<Scenario, 'monitor' | 'deployment'>> = {},
): Scenario {
  return {
    ...{ name, about, monitor },
    story: typeof story === 'function' ? story : () => story,
    ...(deployment && { deployment }),
  };
}

/** Every server that is in the scenario at some time. */
export function allServers({ monitor, deployment }: Scenario): MonitorPlan['servers'] {
  const all = [...monitor.servers, ...(deployment?.monitor.servers ?? [])];
  return [...new Map(all.map((server) => [server.name, server])).values()];
}

export function lengthOf({ states }: Story): number {
  return states.reduce((sum, { runs }) => sum + runs, 0);
}

/** What somebody received: `page alfa outside ALARM`, and when, in minutes since the story began. */
export interface Told {
  message: string;
  minute: number;
}

/**
 * A notification in few words: `page alfa outside ALARM`.
 * @param topics ids of the topics that were told
 */
export function toMessage(
  { alarm, topics, state }: Pick<Mail, 'alarm' | 'topics' | 'state'>,
  monitorName: string,
): string {
  const severity = topics.some((topic) => topic.includes('WarnTopic')) ? 'warn' : 'page';
  return `${severity} ${alarm.replace(`${monitorName} `, '')} ${state}`;
}

/** Late by a minute because AWS's services report late, and by another because CloudWatch evaluates then. */
const LAG_MINUTES = 2;

/**
 * What was told otherwise than it must be.
 * @returns sentences; none when exactly what is expected has arrived, in time
 */
export function mismatches(told: readonly Told[], expected: readonly Expected[], periodMs: number): string[] {
  const periodMinutes = periodMs / MINUTE_MS;
  const left = [...told];
  const found = expected.flatMap(([message, earliestRun, latestRun]) => {
    const i = left.findIndex((each) => each.message === message);
    if (i < 0) {
      return [`nobody was told: ${message}`];
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
