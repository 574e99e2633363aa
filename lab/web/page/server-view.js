import { byId, element, keyed, signed, tell } from './dom';
/** The lab's servers with everything that they can be told to do, and the faults around them. */
export function showServers({ servers, faults, remedies, deeds, watching }) {
  byId('servers-hint').textContent =
    servers === undefined
      ? `Watching the servers of ${watching}, which do as they like.`
      : 'Real NTP servers on this machine. Tell them to go wrong, and see what the monitor makes of it.';
  keyed(byId('faults'), faults, ({ id }) => id, createFault, updateFault);
  keyed(byId('remedies'), remedies, ({ id }) => id, createRemedy);
  keyed(
    byId('fleet'),
    servers ?? [],
    ({ name }) => name,
    (server) => createServer(server, deeds),
    updateServer,
  );
}
function createFault({ id, label, about }) {
  return toggle(label, about, (on) => tell('/api/fault', { fault: id, on }));
}
function updateFault(button, { on }) {
  button.setAttribute('aria-pressed', String(on));
}
function createRemedy({ id, label, about }) {
  const button = element(
    'button',
    { type: 'button', title: about, 'aria-label': `${label}: ${about}` },
    label,
  );
  button.addEventListener('click', () => void tell('/api/remedy', { remedy: id }));
  return button;
}
function createServer({ name, address, role }, deeds) {
  const order = (deed, on) => tell('/api/server', { server: name, deed, on });
  const buttons = deeds.map(({ id, label, about }) => {
    const button = toggle(label, about, (on) => order(id, on), `${label}: ${name} ${about}`);
    button.dataset.deed = id;
    return button;
  });
  const right = element(
    'button',
    { type: 'button', title: 'is right again', 'aria-label': `Set right: ${name}` },
    'Set right',
  );
  right.addEventListener('click', () => void order('honest', true));
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
        title: 'How far its clock really is ahead, which no monitor knows',
      }),
    ),
    element('fieldset', { className: 'deeds', 'aria-label': `What ${name} does` }, ...buttons, right),
  );
}
function updateServer(made, { name, verdict, aheadMs, deeds }) {
  const shown = made.querySelector('.verdict');
  shown.textContent = verdict;
  shown.className = `verdict ${verdict}`;
  made.dataset.server = name;
  made.querySelector('.truth').textContent = `really ${signed(aheadMs)} ms`;
  for (const button of made.querySelectorAll('button[data-deed]')) {
    button.setAttribute('aria-pressed', String(deeds.includes(button.dataset.deed)));
  }
}
/** A button that is pressed or not, as the lab says once it has obeyed. */
function toggle(label, about, send, name = `${label}: ${about}`) {
  const button = element(
    'button',
    { type: 'button', title: about, 'aria-pressed': 'false', 'aria-label': name },
    label,
  );
  button.addEventListener('click', () => void send(button.getAttribute('aria-pressed') !== 'true'));
  return button;
}
