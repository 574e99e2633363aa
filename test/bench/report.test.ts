import { warmGoals } from '../../bench/report/goals';
import { ratio, signed, significant } from '../../bench/report/number';
import { page } from '../../bench/report/page';
import { errorPlot } from '../../bench/report/plot';
import { coldCostGrid, gigabyteSeconds, toMarkdown, warmGrid } from '../../bench/report/tables';
import { cold, MACHINE, peer, warm } from '../../testkit/bench-results';

test.each([
  [0, '0'],
  [0.5123, '0.512'],
  [2.965, '2.97'],
  [-45.06, '-45.1'],
  [1830.4, '1,830'],
])('%d in three digits is %s', (value, text) => {
  expect(significant(value)).toBe(text);
});

test('A sign is shown where it means something', () => {
  expect([signed(3), signed(-3), signed(0)]).toEqual(['+3.00', '-3.00', '0']);
});

test.each([
  [9, 3, '3.00 x'],
  [9, undefined, '-'],
  [9, 0, '-'],
  [0, 3, '-'],
])('%d to %p is %s', (value, to, text) => {
  expect(ratio(value, to)).toBe(text);
});

test('Clients are listed best first, with their ratios to ours', () => {
  const { head, rows } = warmGrid(warm);
  expect(rows.map(([title]) => title)).toEqual([
    'chronyd -Q',
    'ours, fast',
    'ours, polite',
    'check_ntp_time',
  ]);
  const column = head.indexOf('to our fast');
  expect(rows.map((row) => row[column])).toEqual(['0.800 x', '1.00 x', '2.00 x', '4.00 x']);
});

test('Tables have as many cells in every row', () => {
  for (const grid of [warmGrid(warm), coldCostGrid(cold)]) {
    expect(new Set([grid.head, ...grid.rows].map((row) => row.length)).size).toBe(1);
    expect(toMarkdown(grid).split('\n')).toHaveLength(grid.rows.length + 2);
  }
});

test('Goals say what was wanted and found; one whose client is missing is left out', () => {
  expect(warmGoals(warm).map(({ reached }) => reached)).toEqual([true, true, true]);
  expect(warmGoals({ ...warm, peers: [peer('ours-fast', 'ours, fast', 30)] })).toEqual([
    { wanted: "a fast reading's p95 is at most 10 us", found: '60.0 us', reached: false },
  ]);
  expect(warmGoals({ ...warm, peers: [] })).toEqual([]);
});

test('GB-seconds are memory times the time from the import to the result', () => {
  expect(gigabyteSeconds(cold.configurations[1]!)).toBeCloseTo((512 / 1024) * 0.41, 12);
});

test('The page names what is missing, what failed, and the memory sizes that are good enough', () => {
  const text = page({ warm: { machine: MACHINE, result: warm }, cold: { machine: MACHINE, result: cold } });
  expect(text).toContain('- ntpdig is missing: apt-get is not on this machine');
  expect(text).toContain('- 128 MB is missing: no CPU quota can be set');
  expect(text).toContain('- check_ntp_time: 1 failed readings, such as: it timed out');
  expect(text).toContain('Memory sizes that give that: 512 MB; the default, 512 MB, is among them.');
});

test('A page of one part has nothing of the other', () => {
  expect(page({ cold: { machine: MACHINE, result: cold } })).not.toContain('## Warm');
});

test("A plot's axis is logarithmic, so that a median of 0 has to be drawn as something", () => {
  const plot = errorPlot([{ ...peer('x', 'X', 0), label: 'X', ours: false }], 'title');
  expect(plot).toMatchObject({ data: { values: [{ label: 'X', who: 'others', median: 0.1, p95: 0.1 }] } });
});
