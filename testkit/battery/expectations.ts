import type { AlarmState } from '../../lab/cloudwatch/alarms/alarm-state';
import type { severityOfTopics } from '../../lab/cloudwatch/notifications/topic-severity';
import { MINUTE_MS } from '../../lambda/ntp/time-units';

type ToldSeverity = 'page' | 'warn';

/** A notification that somebody received. */
export interface DeliveredNotification {
  severity: ReturnType<typeof severityOfTopics>;
  /** The alarm's name without the monitor's. */
  title: string;
  state: AlarmState;
  /** Since the first step began. */
  minute: number;
}

/** An ALARM that must arrive. */
export interface Told {
  severity: ToldSeverity;
  /** All of them are words of the alarm's title: `outside alfa`. None: any alarm. */
  words: string;
  /** Runs, the first being 1: when it arrives at the earliest, and at the latest. */
  from: number;
  to: number;
}

/** Which notifications must arrive, and how many may. */
export interface Expectations {
  told: readonly Told[];
  /** Most ALARMs of a severity. Default: as many as must arrive. */
  atMost?: Partial<Record<ToldSeverity, number>>;
  /** How many all-clears may come without an ALARM before them. Default: none. */
  strayAllClears?: number;
}

/** Somebody must be woken. @param to in runs */
export function paged(words: string, to: number, from = 1): Told {
  return { severity: 'page', words, from, to };
}

/** Somebody must be told without being woken. @param to in runs */
export function warned(words: string, to: number, from = 1): Told {
  return { severity: 'warn', words, from, to };
}

/** AWS's services report a minute late, and CloudWatch evaluates in the minute after that. */
const LATE_MINUTES = 2;

/**
 * How notifications differ from what is expected.
 *
 * An all-clear needs an ALARM of the same alarm before it: without one, it says that something is over of which
 * nobody was told.
 *
 * @returns sentences; none when everything that must arrive arrived in time, and no more than may
 */
export function deviations(
  received: readonly DeliveredNotification[],
  { told, atMost = {}, strayAllClears = 0 }: Expectations,
  periodMs: number,
): string[] {
  const periodMinutes = periodMs / MINUTE_MS;
  const alarms = received.filter(({ state }) => state === 'ALARM');
  const missing = told.flatMap(({ severity, words, from, to }) => {
    const [earliest, latest] = [(from - 1) * periodMinutes, to * periodMinutes + LATE_MINUTES];
    const arrived = alarms.some(
      (each) =>
        each.severity === severity &&
        hasWords(each.title, words) &&
        each.minute >= earliest &&
        each.minute <= latest,
    );
    return arrived ? [] : [`no ${severity} "${words}" in minutes ${earliest} to ${latest}`];
  });
  const tooMany = (['page', 'warn'] as const).flatMap((severity) => {
    const sent = alarms.filter((each) => each.severity === severity);
    const most = atMost[severity] ?? told.filter((each) => each.severity === severity).length;
    return sent.length > most
      ? [`${sent.length} of severity ${severity}, not at most ${most}: ${list(sent)}`]
      : [];
  });
  const unfounded = received.filter(
    ({ state, title, minute }) =>
      state === 'OK' && !alarms.some((alarm) => alarm.title === title && alarm.minute <= minute),
  );
  return [
    ...missing,
    ...tooMany,
    ...(unfounded.length > strayAllClears ? [`all clear without an ALARM: ${list(unfounded)}`] : []),
  ];
}

/** `page outside alfa ALARM (minute 5)` */
function deliveryText({ severity, title, state, minute }: DeliveredNotification): string {
  return `${severity} ${title} ${state} (minute ${minute})`;
}

function list(notifications: readonly DeliveredNotification[]): string {
  const shown = notifications.slice(0, 5).map(deliveryText).join(', ');
  return notifications.length > 5 ? `${shown}, ...` : shown;
}

/** Whether all of some words are words of a title. */
export function hasWords(title: string, words: string): boolean {
  const all = title.split(' ');
  return words.split(' ').every((word) => word === '' || all.includes(word));
}
