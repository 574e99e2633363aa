import { BATTERY_ROWS, playRow, rowTitle } from '../../testkit/battery/all-stories';

/** Every story, of every monitor, at every schedule, however CloudWatch evaluates. */
test.each(BATTERY_ROWS.map((row) => [rowTitle(row), row] as const))('%s', (_title, row) => {
  expect(playRow(row)).toEqual([[], [], [], []]);
});
