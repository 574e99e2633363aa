import { byId, element, keyed } from './dom';
import type { AlarmOrder, AlarmView, PageState } from './page-state';
import { clockTime } from './utc-text';

/** For those who can't tell the colours: a sign for each state. */
export const STATE_SIGNS = {
  OK: { sign: '\u2713', text: 'OK', className: 'ok' },
  ALARM: { sign: '\u25b2', text: 'In alarm', className: 'bad' },
  INSUFFICIENT_DATA: { sign: '\u2026', text: 'Insufficient data', className: 'unknown' },
} as const;

const STATE_ORDER = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];
const SEVERITY_ORDER = ['page', 'warn', 'none'];
const SEVERITY_TEXT = { page: 'Page', warn: 'Warning', none: 'Part of an alarm' } as const;

/** So many alarms stand above the fold, wherever the page is looked at. */
const MAX_ALARMS_ON = 6;

const byState = (a: AlarmView, b: AlarmView) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state);
const bySeverity = (a: AlarmView, b: AlarmView) =>
  SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity);
const newestFirst = (a: AlarmView, b: AlarmView) => (b.sinceMs ?? 0) - (a.sinceMs ?? 0);
const byName = (a: AlarmView, b: AlarmView) => a.name.localeCompare(b.name);

const ORDERS: Readonly<Record<AlarmOrder, (a: AlarmView, b: AlarmView) => number>> = {
  default: byName,
  stateUpdatedTimestamp: (a, b) => byState(a, b) || newestFirst(a, b) || byName(a, b),
  timestamp: (a, b) => newestFirst(a, b) || byName(a, b),
};

/** As CloudWatch's widget sorts them (API reference, "Dashboard body structure", `sortBy`). */
export function sortedAlarms(alarms: readonly AlarmView[], order: AlarmOrder): AlarmView[] {
  return alarms.toSorted(ORDERS[order]);
}

/** The alarms that are on, the worst first, beside the answer: nobody has to look for them. */
export function showAlarmsOn({ alarms }: Pick<PageState, 'alarms'>): void {
  const on = alarms
    .filter(({ state }) => state === 'ALARM')
    .sort((a, b) => bySeverity(a, b) || newestFirst(a, b) || byName(a, b));
  keyed(
    { parent: byId('alarms-on'), items: on.slice(0, MAX_ALARMS_ON) },
    ({ name }) => name,
    () => element('li', {}, element('b'), element('span'), element('span', { className: 'hint' })),
    (made, { name, severity, sinceMs, description }) => {
      made.className = severity;
      made.title = description;
      made.children[0]!.textContent = `${STATE_SIGNS.ALARM.sign} ${SEVERITY_TEXT[severity]}`;
      made.children[1]!.textContent = name;
      made.children[2]!.textContent = sinceMs === undefined ? '' : `since ${clockTime(sinceMs)}`;
    },
  );
  const hidden = on.length - MAX_ALARMS_ON;
  byId('more-alarms').textContent = hidden > 0 ? `and ${hidden} more alarms, below` : '';
}
