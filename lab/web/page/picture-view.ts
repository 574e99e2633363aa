import { intervalPictureHtml } from '../../../picture/interval-html';
import { byId } from './dom';
import type { PageState } from './page-state';
import { clockTime } from './utc-text';

/** What is wrong stands first; of many servers the rest is one click away. */
const ROWS_AT_FIRST = 12;

let all = false;
let latestState: PageState | undefined;

/** The answer of the newest run: a sentence, and every server's interval, the worst first. */
export function showPicture(state: PageState): void {
  latestState = state;
  const { heard, run, clock } = state;
  const silent = heard === undefined || heard.heardMs < clock.nowMs;
  const line = byId('headline');
  line.className = `headline ${silent && run !== undefined ? 'bad' : (heard?.headline.level ?? '')}`;
  line.textContent = heard === undefined ? waitingText(state) : heard.headline.text;
  byId('heard').textContent = heardText(state, silent);
  if (heard === undefined) {
    return;
  }
  const { rows } = heard.picture;
  const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST);
  byId('intervals').innerHTML = intervalPictureHtml({ ...heard.picture, rows: shown });
  const more = byId('all-servers');
  more.hidden = rows.length <= ROWS_AT_FIRST;
  more.textContent = all ? `Only the worst ${ROWS_AT_FIRST}` : `All ${rows.length} servers`;
  more.setAttribute('aria-expanded', String(all));
}

/** What was well when the lab ended need not be any more. */
export function showPictureEnded(): void {
  const line = byId('headline');
  const { heard } = latestState ?? {};
  line.className = 'headline bad';
  line.textContent =
    heard === undefined
      ? 'The lab has ended before it measured anything.'
      : `The lab has ended. At ${clockTime(heard.heardMs)} UTC it said: ${heard.headline.text}`;
}

function heardText({ heard, clock }: PageState, silent: boolean): string {
  if (heard !== undefined && silent) {
    return `Nothing was heard since ${clockTime(heard.heardMs)} UTC.`;
  }
  return clock.paused ? `Paused: this is how it was at ${clockTime(clock.nowMs)} UTC.` : '';
}

function waitingText({ run }: PageState): string {
  return run === undefined ? 'The first run is under way.' : 'No run has measured anything yet.';
}

byId('all-servers').addEventListener('click', () => {
  all = !all;
  if (latestState !== undefined) {
    showPicture(latestState);
  }
});
