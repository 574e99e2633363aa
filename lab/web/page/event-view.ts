import { STATE_SIGNS } from './alarm-view';
import { announce } from './announce';
import { byId, element, keyed } from './dom';
import type { Change, Mail, PageState } from './page-state';
import { clockTime } from './utc-text';

/** What alarms have done, and what became of it in somebody's inbox. */
export function showEvents({ timeline, inbox, alarmsError }: PageState): void {
  keyed(
    { parent: byId('changes'), items: timeline },
    ({ timeMs, alarm, to }) => `${timeMs} ${alarm} ${to}`,
    createChange,
  );
  keyed({ parent: byId('mails'), items: inbox }, ({ id }) => String(id), createMail);
  byId('not-evaluated').textContent = alarmsError === undefined ? '' : `Not evaluated here: ${alarmsError}`;
  announce('mail', inbox[0] === undefined ? '' : `Mail: ${inbox[0].subject}`);
}

function createChange({ timeMs, alarm, from, to, reason }: Change): HTMLLIElement {
  const { sign, text, className } = STATE_SIGNS[to];
  return element(
    'li',
    {},
    element(
      'details',
      {},
      element(
        'summary',
        {},
        element('time', { dateTime: new Date(timeMs).toISOString() }, clockTime(timeMs)),
        element('span', { className: `state ${className}` }, `${sign} ${text}`),
        element('span', { className: 'name' }, alarm),
        element('span', { className: 'hint' }, `was ${STATE_SIGNS[from].text.toLowerCase()}`),
      ),
      element('p', { className: 'hint' }, reason),
    ),
  );
}

function createMail({ timeMs, state, to, subject, body, message }: Mail): HTMLLIElement {
  const { className } = STATE_SIGNS[state];
  return element(
    'li',
    {},
    element(
      'details',
      { className: `mail ${className}` },
      element(
        'summary',
        {},
        element('time', { dateTime: new Date(timeMs).toISOString() }, clockTime(timeMs)),
        element('span', {}, subject),
      ),
      element('p', { className: 'hint' }, `To: ${to.join(', ')}`),
      element('pre', {}, body),
      element(
        'details',
        {},
        element('summary', { className: 'hint' }, 'The JSON that an HTTPS endpoint gets'),
        element('pre', {}, message),
      ),
    ),
  );
}
