import { STATE_SIGNS, sortedAlarms } from './alarm-view';
import { byId, element, keyed } from './dom';
import type { TimeRange } from './graph/graph-scale';
import { Graph } from './graph/graph-view';
import { markdownNodes } from './markdown-view';
import type {
  AlarmView,
  AlarmWidget,
  LogWidget,
  PageState,
  TextWidget,
  UnsupportedWidget,
  Widget,
} from './page-state';
import { clockTime } from './utc-text';

const graphs = new WeakMap<Element, Graph>();

/** What the graphs show, and what becomes of it when somebody zooms. */
export interface Zoom {
  range: TimeRange;
  onZoom: (range: TimeRange | undefined) => void;
}

/** The dashboard's grid, widget by widget where CloudWatch would put them. */
export function showDashboard(state: PageState, zoom: Zoom): void {
  keyed(
    { parent: byId('dashboard'), items: state.widgets },
    // A widget of another server, too, stays the same graph: only its title and its lines change.
    ({ kind, x, y }) => `${kind} ${x} ${y}`,
    createWidget,
    (made, widget) => updateWidget(made, widget, state, zoom),
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

function updateWidget(made: HTMLElement, widget: Widget, state: PageState, { range, onZoom }: Zoom): void {
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
    graph = new Graph(onZoom);
    graphs.set(made, graph);
    content.append(graph.root);
  }
  graph.update(widget.title, widget, range);
}

const SHOW = {
  alarm(content: HTMLElement, { alarms, sortBy }: AlarmWidget, state: PageState) {
    const list = content.querySelector('ul') ?? content.appendChild(element('ul', { className: 'alarms' }));
    content.tabIndex = 0; // so that the keyboard can scroll it
    const byName = new Map(state.alarms.map((alarm) => [alarm.name, alarm]));
    const views = alarms.map((name) => byName.get(name) ?? { ...NOT_EVALUATED, name });
    keyed(
      { parent: list, items: sortedAlarms(views, sortBy) },
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
      (made, { name, state: now, description, contributors, sinceMs }) => {
        const { sign, text, className } = STATE_SIGNS[now];
        const since = now === 'ALARM' && sinceMs !== undefined ? ` since ${clockTime(sinceMs)}` : '';
        made.className = className;
        made.title = description;
        made.children[0]!.textContent = `${sign} ${text}${since}`;
        made.children[1]!.textContent = name;
        made.children[2]!.textContent = contributors.join(', ');
        made.children[3]!.textContent = description;
      },
    );
  },

  text(content: HTMLElement, { markdown }: TextWidget) {
    if (content.dataset.markdown !== markdown) {
      content.dataset.markdown = markdown;
      content.replaceChildren(...markdownNodes(markdown));
      content.tabIndex = content.scrollHeight > content.clientHeight ? 0 : -1;
    }
  },

  log(content: HTMLElement, { columns, rows }: LogWidget) {
    if (rows.length === 0) {
      content.replaceChildren(element('p', { className: 'hint' }, 'Nothing to list.'));
      return;
    }
    const table = content.querySelector('table') ?? element('table');
    if (table.parentElement !== content) {
      content.replaceChildren(table);
      content.tabIndex = 0; // so that the keyboard can scroll it
    }
    // The table stays, and with it how far it is scrolled.
    table.replaceChildren(
      element(
        'thead',
        {},
        element('tr', {}, ...columns.map((name) => element('th', { scope: 'col' }, name))),
      ),
      element(
        'tbody',
        {},
        ...rows.map((row) =>
          element('tr', {}, ...row.map((text) => element('td', { className: cellClass(text) }, text))),
        ),
      ),
    );
  },

  unsupported(content: HTMLElement, { why }: UnsupportedWidget) {
    content.textContent = `Not drawn here: ${why}.`;
  },
};

const NOT_EVALUATED: Omit<AlarmView, 'name'> = {
  state: 'INSUFFICIENT_DATA',
  description: 'Not evaluated here.',
  severity: 'none',
  sinceMs: undefined,
  contributors: [],
};

/** Longer texts are sentences, which are broken at words: a line of them would be cut at the table's end. */
const MIN_SENTENCE_LENGTH = 40;

function cellClass(text: string): string {
  return CLASSES[text] ?? (text.length < MIN_SENTENCE_LENGTH ? '' : 'sentence');
}

/** Verdicts stand out in tables, too. */
const CLASSES: Readonly<Record<string, string>> = {
  within: 'verdict within',
  outside: 'verdict outside',
  uncertain: 'verdict uncertain',
  unusable: 'verdict unusable',
};
