import { byId, element, keyed, post, signedText } from './dom';
import type { FaultView, PageState, ServerView } from './page-state';

/** More servers than these are found by name: nobody tabs through hundreds of buttons. */
const MAX_CARDS = 12;

let shownState: PageState | undefined;

/** The lab's servers and everything that can go wrong with them and around them. */
export function showServers(state: PageState): void {
  shownState = state;
  const { servers, faults, watching } = state;
  byId('servers-hint').textContent =
    servers === undefined
      ? `Watching the servers of ${watching}, which the lab can't change.`
      : 'Real NTP servers on this machine. Make them go wrong, and see what the monitor reports.';
  const ofKind = (kind: FaultView['kind']) => faults.filter((fault) => fault.kind === kind);
  keyed({ parent: byId('faults'), items: ofKind('environment') }, ({ id }) => id, createFault, updateFault);
  keyed({ parent: byId('actions'), items: ofKind('action') }, ({ id }) => id, createAction);
  const shown = foundServers(servers ?? []);
  keyed(
    { parent: byId('ntp-servers'), items: shown },
    ({ name }) => name,
    (server) => createServer(server, ofKind('server')),
    updateServer,
  );
}

/** Those whose names contain what is looked for, as many as are shown at once. */
function foundServers(servers: readonly ServerView[]): ServerView[] {
  const wanted = byId<HTMLInputElement>('server-name').value.trim().toLowerCase();
  const found = servers.filter(({ name }) => name.toLowerCase().includes(wanted));
  byId('find-server').hidden = servers.length <= MAX_CARDS;
  byId('more-servers').textContent =
    found.length > MAX_CARDS ? `${MAX_CARDS} of ${found.length}: type a part of a name.` : '';
  return found.slice(0, MAX_CARDS);
}

function createFault({ id, label, about }: FaultView): HTMLButtonElement {
  return toggle(label, about, (on) => post('/api/fault', { fault: id, on }));
}

function updateFault(button: HTMLButtonElement, { on }: FaultView): void {
  button.setAttribute('aria-pressed', String(on));
}

function createAction({ id, label, about }: FaultView): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', title: about, 'aria-label': `${label}: ${about}` },
    label,
  );
  button.addEventListener('click', () => void post('/api/fault', { fault: id, on: true }));
  return button;
}

function createServer({ name, address, role }: ServerView, faults: readonly FaultView[]): HTMLLIElement {
  const buttons = faults.map(({ id, label, about }) => {
    const send = (on: boolean) => post('/api/fault', { fault: id, on, server: name });
    const button = toggle(label, about, send, `${label}: ${name} ${about}`);
    button.dataset.fault = id;
    return button;
  });
  const right = element(
    'button',
    { type: 'button', title: 'is right again', 'aria-label': `Set right: ${name}` },
    'Set right',
  );
  right.addEventListener('click', () => void post('/api/correct', { server: name }));
  return element(
    'li',
    { className: 'server' },
    element(
      'div',
      { className: 'server-head' },
      element('h3', { title: address }, name),
      element('span', { className: 'hint' }, role === 'reference' ? 'votes' : ''),
      element('span', { className: 'verdict' }),
      element('span', {
        className: 'truth',
        title: 'The true offset of its clock, which no monitor knows',
      }),
    ),
    element('fieldset', { className: 'faults', 'aria-label': `Faults of ${name}` }, ...buttons, right),
  );
}

function updateServer(made: HTMLLIElement, { name, verdict, aheadMs, faults }: ServerView): void {
  const shown = made.querySelector<HTMLElement>('.verdict')!;
  shown.textContent = verdict;
  shown.className = `verdict ${verdict}`;
  made.dataset.server = name;
  made.querySelector('.truth')!.textContent = `true offset ${signedText(aheadMs)} ms`;
  for (const button of made.querySelectorAll<HTMLButtonElement>('button[data-fault]')) {
    button.setAttribute('aria-pressed', String(faults.includes(button.dataset.fault!)));
  }
}

/** A button that is pressed or not, as the lab's next state says. */
function toggle(
  label: string,
  about: string,
  send: (on: boolean) => Promise<void>,
  name = `${label}: ${about}`,
): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', title: about, 'aria-pressed': 'false', 'aria-label': name },
    label,
  );
  button.addEventListener('click', () => void send(button.getAttribute('aria-pressed') !== 'true'));
  return button;
}

byId('server-name').addEventListener('input', () => {
  if (shownState !== undefined) {
    showServers(shownState);
  }
});
