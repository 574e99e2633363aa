import { BATTERY, BATTERY_ROWS, playRow, rowTitle } from '../../testkit/battery/all-stories';
import { SMALL } from '../../testkit/battery/battery-monitors';
import { ONE_EVALUATION } from '../../testkit/scenarios/simulation-plan';

/** The smallest monitor of each story, at a run a minute. The slow tests play all rows. */
const QUICK = BATTERY_ROWS.filter(
  ({ story, monitor, minutes }) =>
    !story.isSlow && minutes === 1 && monitor === (SMALL.find((each) => story.monitors.includes(each)) ?? ''),
).map((row) => [rowTitle(row), row] as const);

test('Every story has an id of its own', () => {
  expect(new Set(BATTERY.map(({ id }) => id)).size).toBe(BATTERY.length);
});

test.each(QUICK)('%s', (_title, row) => {
  expect(playRow(row, { evaluations: ONE_EVALUATION })).toEqual([[]]);
});
