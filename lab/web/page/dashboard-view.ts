import { byId, element, keyed } from './dom';
import { Graph } from './graph-view';
import type {
  AlarmView,
  AlarmWidget,
  LogWidget,
  PageState,
  TextWidget,
  UnsupportedWidget,
  Widget,
} from './page-state';

/** For those who can't tell the colours: a sign for each state. */
export const STATE_SIGNS = {
  OK: { sign: '\u2713', text: 'OK', className: 'ok' },
  ALARM: { sign: '\u25b2', text: 'In alarm', className: 'bad' },
  INSUFFICIENT_DATA: { sign: '\u2026', text: 'Insufficient data', className: 'unknown' },
} as const;

/** What is on stands first, as CloudWatch's own widget sorts it. */
const STATE_ORDER = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];

const graphs = new WeakMap<Element, Graph>();

/** The dashboard's grid, widget by widget where CloudWatch would put them. */
export function showDashboard(state: PageState, minutes: number): void {
  keyed(
    { parent: byId('dashboard'), items: state.widgets },
    // A widget of another server, too, stays the same graph: only its title and its lines change.
    ({ kind, x, y }) => `${kind} ${x} ${y}`,
    createWidget,
    (made, widget) => updateWidget(made, widget, state, minutes),
  );
}

function createWidget({ kind }: Widget): HTMLElement {
  return element(
    'article',
    { className: `widget ${kind}` },
    kind === 'text' ? null : element('h3'),
    element('div', { className: 'content' }),
  );
}

function updateWidget(made: HTMLElement, widget: Widget, state: PageState, minutes: number): void {
  const { x, y, width, height } = widget;
  made.style.gridColumn = `${x + 1} / span ${width}`;
  made.style.gridRow = `${y + 1} / span ${height}`;
  const title = made.querySelector('h3');
  if (title !== null && title.textContent !== widget.title) {
    title.textContent = widget.title;
  }
  const content = made.querySelector<HTMLElement>('.content')!;
  if (widget.kind !== 'graph') {
    SHOW[widget.kind](content, widget as never, state);
    return;
  }
  let graph = graphs.get(made);
  if (graph === undefined) {
    graph = new Graph();
    graphs.set(made, graph);
    content.append(graph.root);
  }
  const end = state.clock.nowMs / 1000;
  graph.update(widget.title, widget, { start: end - minutes * 60, end });
}

const SHOW = {
  alarm(content: HTMLElement, { alarms }: AlarmWidget, state: PageState) {
    const list = content.querySelector('ul') ?? content.appendChild(element('ul', { className: 'alarms' }));
    const views = alarms
      .map(
        (name): AlarmView =>
          state.alarms.find((alarm) => alarm.name === name) ?? {
            name,
            state: 'INSUFFICIENT_DATA',
            description: 'Not evaluated here.',
            contributors: [],
          },
      )
      .toSorted((a, b) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state));
    keyed(
      { parent: list, items: views },
      ({ name }) => name,
      () =>
        element(
          'li',
          {},
          element('b'),
          element('span'),
          element('span', { className: 'hint' }),
          element('span', { className: 'unseen' }),
        ),
      (made, { name, state: now, description, contributors }) => {
        const { sign, text, className } = STATE_SIGNS[now];
        made.className = className;
        made.title = description;
        made.children[0]!.textContent = `${sign} ${text}`;
        made.children[1]!.textContent = name;
        made.children[2]!.textContent = contributors.join(', ');
        made.children[3]!.textContent = description;
      },
    );
  },

  text(content: HTMLElement, { markdown }: TextWidget) {
    const lines = markdown.split('\n').map((line) => {
      const heading = /^#+ (.*)$/.exec(line);
      return heading ? element('h2', {}, heading[1]) : element('p', {}, line);
    });
    content.replaceChildren(...lines);
  },

  log(content: HTMLElement, { columns, rows }: LogWidget) {
    const { scrollTop, scrollLeft } = content;
    content.replaceChildren(
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name))),
        ),
        element(
          'tbody',
          {},
          ...rows.map((row) =>
            element('tr', {}, ...row.map((text) => element('td', { className: CLASSES[text] ?? '' }, text))),
          ),
        ),
      ),
    );
    content.tabIndex = 0; // so that the keyboard can scroll it
    content.scrollTo(scrollLeft, scrollTop);
  },

  unsupported(content: HTMLElement, { why }: UnsupportedWidget) {
    content.textContent = `Not drawn here: ${why}.`;
  },
};

/** Verdicts stand out in tables, too. */
const CLASSES: Readonly<Record<string, string>> = {
  within: 'verdict within',
  outside: 'verdict outside',
  uncertain: 'verdict uncertain',
  unusable: 'verdict unusable',
};
