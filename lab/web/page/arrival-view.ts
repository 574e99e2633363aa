import { byId } from './dom';
import type { PageState } from './page-state';
import { clockTime } from './utc-text';

/** Mails that have been there before the page was opened, or have been seen, don't count. */
let seen: number | undefined;

/** What has come in since somebody looked at the inbox: told wherever on the page they look. */
export function showArrivals({ inbox }: Pick<PageState, 'inbox'>): void {
  const newest = inbox[0]?.id ?? 0;
  seen ??= newest;
  const unread = inbox.filter(({ id }) => id > seen!);
  byId('unread').textContent = unread.length > 0 ? String(unread.length) : '';
  const arrived = byId('arrived');
  const [latest] = unread;
  arrived.hidden = latest === undefined;
  if (latest !== undefined) {
    const more = unread.length > 1 ? `, and ${unread.length - 1} before` : '';
    arrived.className = latest.state === 'ALARM' ? 'bad' : 'ok';
    arrived.textContent = `\u2709 ${clockTime(latest.timeMs)} ${latest.subject}${more}`;
  }
}

/** The reader has come to the inbox. */
export function readInbox(state: PageState | undefined): void {
  seen = state?.inbox[0]?.id ?? seen;
  byId('unread').textContent = '';
  byId('arrived').hidden = true;
}
