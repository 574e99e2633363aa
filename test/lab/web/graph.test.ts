import { drawnLines } from '../../../lab/web/page/graph/graph-lines';
import { axisBounds, tickTexts } from '../../../lab/web/page/graph/graph-scale';
import type { GraphLine, GraphWidget } from '../../../lab/web/page/page-state';

/** What a graph of the page draws, before a canvas comes in. */
const line = (label: string, values: (number | null)[], colour = '#1f77b4'): GraphLine => ({
  ...{ label, colour, axis: 'left', values },
});

function widgetOf(lines: GraphLine[], stacked = false): GraphWidget {
  const none = { min: undefined, max: undefined };
  const times = (lines[0]?.values ?? []).map((_, i) => i);
  return { kind: 'graph', times, lines, stacked, limits: [], left: none, right: none, whenEmpty: '' };
}

const labelsOf = (widget: GraphWidget, end = 10) =>
  drawnLines(widget, 0, end).named.map(({ label }) => label);

describe('Of many lines', () => {
  const right = Array.from({ length: 50 }, (_, i) => line(`right-${i}`, [0.001 * i, -0.001 * i, null]));
  const wrong = [line('far', [0, 7000, 7000]), line('behind', [0, -90, -90]), line('near', [0, 61, 61])];

  test('the worst have their names, in the order of the dashboard', () => {
    const labels = labelsOf(widgetOf([...right.slice(0, 25), ...wrong, ...right.slice(25)]));
    expect(labels).toHaveLength(8);
    expect(labels.filter((label) => !label.startsWith('right'))).toEqual(['far', 'behind', 'near']);
  });

  test('the others are told by how many they are and between which values they lie', () => {
    const { others } = drawnLines(widgetOf([...wrong, ...right]), 0, 10);
    const about = (value: number) => expect.closeTo(value, 6);
    expect(others).toEqual({
      count: 45,
      low: [about(0.002), about(-0.046), null],
      high: [about(0.046), about(-0.002), null],
    });
  });

  test('the lowest is the worst where most are high: a share of usable answers', () => {
    const shares = Array.from({ length: 20 }, (_, i) => line(`s${i}`, [1, i === 7 ? 0 : 1]));
    expect(labelsOf(widgetOf(shares))).toContain('s7');
  });

  test('what is out of sight makes nothing worse', () => {
    const before = Array.from({ length: 20 }, (_, i) => line(`s${i}`, [i === 7 ? 99 : 0, i === 12 ? 5 : 0]));
    const { named } = drawnLines(widgetOf(before), 1, 1);
    expect(named.map(({ label }) => label)).toContain('s12');
    expect(drawnLines(widgetOf(before), 1, 1).others?.high[1]).toBe(0);
  });

  test('a line has one colour, whatever is zoomed to', () => {
    const palette = ['#1f77b4', '#ff7f0e', '#2ca02c'];
    const lines = Array.from({ length: 140 }, (_, i) =>
      line(`s${i}`, [i % 20, (i * 7) % 31, (i * 11) % 23], palette[i % 3]),
    );
    const seen = new Map<string, Set<string>>();
    for (const at of [0, 1, 2]) {
      for (const { label, colour } of drawnLines(widgetOf(lines), at, at).named) {
        seen.set(label, (seen.get(label) ?? new Set()).add(colour));
      }
    }
    expect(seen.size).toBeGreaterThan(8); // other lines are the worst at another time
    expect([...seen.values()].filter((colours) => colours.size > 1)).toEqual([]);
    expect(new Set([...seen.values()].flatMap((colours) => [...colours])).size).toBe(seen.size);
  });

  test('no two with a name have one colour', () => {
    const colours = drawnLines(widgetOf([...wrong, ...right]), 0, 10).named.map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(colours.length);
  });
});

test.each([
  ['few lines', 8, false],
  ['stacked lines', 12, true],
])('%s all have their names', (_name, count, stacked) => {
  const lines = Array.from({ length: count }, (_, i) => line(`s${i}`, [i]));
  expect(drawnLines(widgetOf(lines, stacked), 0, 10)).toEqual({ named: lines, others: undefined });
});

describe('An axis', () => {
  const limits = [50, -50].map((value) => ({ value, label: '', colour: '', fill: undefined }));
  const free = { min: undefined, max: undefined };

  test.each([
    ['holds the limits, however small the values', free, [-1, 1], [-58, 58]],
    ['ends where the dashboard says, whatever lies beyond', { min: -100, max: 100 }, [-3, 7000], [-116, 116]],
    ['begins at 0 where that is the least there can be', { min: 0, max: undefined }, [2, 60], [0, 64.8]],
  ])('%s', (_name, left, drawn, expected) => {
    expect(axisBounds({ limits, left, right: free }, 'left', drawn)).toEqual(expected);
  });

  test('without values or limits is there, too', () => {
    const [low, high] = axisBounds({ limits: [], left: free, right: free }, 'left', [null, null]);
    expect(high).toBeGreaterThan(low);
  });
});

describe('The times below a graph', () => {
  const seconds = (text: string) => Date.parse(text) / 1000;
  const ticks = ['2026-11-25T23:50Z', '2026-11-26T00:00Z', '2026-11-26T00:10Z'].map(seconds);

  test('have the date where a day begins', () => {
    const range = { start: ticks[0]!, end: ticks[2]! };
    expect(tickTexts(ticks, range)).toEqual(['23:50\n2026-11-25', '00:00\n2026-11-26', '00:10']);
  });

  test('have none within a day', () => {
    expect(tickTexts(ticks.slice(1), { start: ticks[1]!, end: ticks[2]! })).toEqual(['00:00', '00:10']);
  });
});
