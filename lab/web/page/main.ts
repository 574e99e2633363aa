import { showAlarmsOn } from './alarm-view';
import { announce } from './announce';
import { readInbox, showArrivals } from './arrival-view';
import { showDashboard } from './dashboard-view';
import { byId, element, post } from './dom';
import { showEvents } from './event-view';
import type { TimeRange } from './graph/graph-scale';
import type { PageState, Variable } from './page-state';
import { showPicture, showPictureEnded } from './picture-view';
import { showServers } from './server-view';
import { clockTime, dateTime } from './utc-text';

const RANGES_MINUTES = [15, 30, 60, 180, 720];
const EVERY_MS = [500, 1000, 2000, 5000, 15_000, 60_000];
const DEFAULT_MINUTES = 30;

const chosen = new Map<string, string>();
let shownMinutes = DEFAULT_MINUTES;
/** What somebody has zoomed into; undefined: the last `shownMinutes`. */
let zoomed: TimeRange | undefined;
let latest: PageState | undefined;
let source: EventSource | undefined;

/** Follows the lab, with what is chosen here; asks anew when that changes. */
function follow(): void {
  source?.close();
  source = new EventSource(`/events?${new URLSearchParams([['minutes', String(shownMinutes)], ...chosen])}`);
  source.onmessage = ({ data }) => showState(JSON.parse(data) as PageState);
  source.onerror = () => {
    byId('status').textContent = endedText();
    showPictureEnded();
    showEnded(true);
  };
}

/** What has stopped must not look well, nor promise that a click does anything. */
function showEnded(ended: boolean): void {
  document.body.classList.toggle('ended', ended);
  for (const control of document.querySelectorAll<HTMLButtonElement>('button, select, input')) {
    control.disabled = ended;
  }
}

function endedText(): string {
  const last = latest === undefined ? '' : `; last heard at ${clockTime(latest.clock.nowMs)} UTC of its time`;
  return `The lab has ended, or is out of reach${last}. What is shown is the past.`;
}

function showState(state: PageState): void {
  if (latest !== undefined && latest.lab !== state.lab) {
    location.reload(); // a new lab has other mails and servers
    return;
  }
  latest = state;
  showEnded(false);
  byId('monitor').textContent = state.monitor;
  showStatus(state);
  showScenario(state);
  showAlarmsOn(state);
  showPicture(state);
  showVariables(state.variables);
  showGraphs(state);
  showServers(state);
  showEvents(state);
  showArrivals(state);
}

function showGraphs(state: PageState): void {
  const end = state.clock.nowMs / 1000;
  const shown = { start: end - shownMinutes * 60, end };
  if (zoomed !== undefined && zoomed.start < shown.start) {
    zoomed = undefined; // what it showed is over
  }
  showDashboard(state, { range: zoomed ?? shown, onZoom: zoom });
  const reset = byId('zoom');
  reset.hidden = zoomed === undefined;
  if (zoomed !== undefined) {
    const [from, to] = [zoomed.start, zoomed.end].map((seconds) => clockTime(seconds * 1000));
    reset.textContent = `Zoomed to ${from}\u2013${to}: show all`;
  }
}

function zoom(range: TimeRange | undefined): void {
  zoomed = range;
  if (latest !== undefined) {
    showGraphs(latest);
  }
}

function showStatus({ clock, run, alarms }: PageState): void {
  const bad = alarms.filter((alarm) => alarm.state === 'ALARM').length;
  byId('status').textContent = [
    run === undefined
      ? 'The first run is under way'
      : `Run ${run.number}, ${(run.durationMs / 1000).toFixed(1)} s`,
    `${dateTime(clock.nowMs)} UTC`,
    clock.paused
      ? 'paused'
      : clock.speed === 1
        ? 'real time'
        : `a minute in ${(60 / clock.speed).toFixed(1)} s`,
    bad === 0 ? 'no alarm' : `${bad} in alarm`,
    ...(run?.problems.map((problem) => `the run ${problem}`) ?? []),
  ].join(' \u00b7 ');
  announce('alarms', bad === 0 ? 'No alarm' : `${bad} in alarm`);
  document.title = `${bad > 0 ? `(${bad}) ` : ''}NTP drift monitor: the lab`;
  byId('pause').setAttribute('aria-pressed', String(clock.paused));
  const every = byId<HTMLSelectElement>('every');
  if (![...every.options].some(({ value }) => Number(value) === clock.everyMs)) {
    every.append(new Option(duration(clock.everyMs), String(clock.everyMs)));
  }
  if (document.activeElement !== every) {
    every.value = String(clock.everyMs);
  }
}

function showScenario({ scenario }: PageState): void {
  const shown = byId('scenario');
  shown.hidden = scenario === undefined;
  if (scenario !== undefined) {
    const { name, about, run, runs, findings, outcome } = scenario;
    const now = findings === undefined ? `run ${run} of ${runs}` : `over. ${outcome}`;
    shown.textContent = `Scenario ${name}: ${about} \u00b7 ${now}`;
    if (findings !== undefined) {
      announce('scenario', shown.textContent);
    }
    shown.className = findings === undefined ? '' : findings.length === 0 ? 'ok' : 'bad';
  }
}

function showVariables(variables: readonly Variable[]): void {
  const parent = byId('variables');
  for (const { id, label, values, chosen: now } of variables) {
    const select = parent.querySelector<HTMLSelectElement>(`select[name="${CSS.escape(id)}"]`);
    const options = values.map((each) => new Option(each.label, each.value, false, each.value === now));
    if (select !== null) {
      if (
        String([...select.options].map(({ value }) => value)) !== String(values.map(({ value }) => value))
      ) {
        select.replaceChildren(...options); // another monitor has been deployed
      }
      select.value = now;
      continue;
    }
    const made = element('select', { name: id }, ...options);
    made.addEventListener('change', () => {
      chosen.set(id, made.value);
      follow();
    });
    parent.append(element('label', {}, `${label} `, made));
  }
}

function duration(ms: number): string {
  return ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`;
}

function hours(length: number): string {
  return length < 60 ? `${length} min` : `${length / 60} h`;
}

byId('pause').addEventListener('click', () => void post('/api/timer', { paused: !latest?.clock.paused }));

const every = byId<HTMLSelectElement>('every');
every.append(...EVERY_MS.map((ms) => new Option(duration(ms), String(ms))));
every.addEventListener('change', () => void post('/api/timer', { everyMs: Number(every.value) }));

const range = byId<HTMLSelectElement>('minutes');
range.append(
  ...RANGES_MINUTES.map((each) => new Option(hours(each), String(each), false, each === shownMinutes)),
);
range.addEventListener('change', () => {
  shownMinutes = Number(range.value);
  zoomed = undefined;
  follow();
});

byId('zoom').addEventListener('click', () => zoom(undefined));

byId('inbox').addEventListener('focusin', () => readInbox(latest));
byId('inbox').addEventListener('click', () => readInbox(latest));

follow();
