import { intervalPictureHtml } from '../../../picture/interval-html';
import { byId, clockTime } from './dom';
import type { PageState } from './page-state';

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
  byId('heard').textContent =
    heard !== undefined && silent ? `Nothing was heard since ${clockTime(heard.heardMs)} UTC.` : '';
  const picture = byId('intervals');
  if (heard !== undefined) {
    const { rows } = heard.picture;
    const shown = all ? rows : rows.slice(0, ROWS_AT_FIRST);
    picture.innerHTML = intervalPictureHtml({ ...heard.picture, rows: shown });
    const more = byId('all-servers');
    more.hidden = rows.length <= ROWS_AT_FIRST;
    more.textContent = all ? `Only the worst ${ROWS_AT_FIRST}` : `All ${rows.length} servers`;
    more.setAttribute('aria-expanded', String(all));
  }
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
