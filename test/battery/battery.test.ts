import { lengthOf } from '../../lab/scenarios/scenario';
import { BATTERY, BATTERY_ROWS, playRow, rowTitle } from '../../testkit/battery/all-stories';
import { MONITORS, SMALL } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { ONE_EVALUATION } from '../../testkit/scenarios/simulation-plan';

/** More runs take longer than a contributor waits. */
const MAX_RUNS = 50;

/** The smallest monitor of each story that isn't long, at a run a minute. The slow tests play all rows. */
const QUICK = BATTERY_ROWS.filter(
  ({ story, monitor, minutes }) =>
    minutes === 1 &&
    monitor === SMALL.find((each) => story.monitors.includes(each)) &&
    lengthOf(story.script(storyContext(MONITORS[monitor], minutes))) <= MAX_RUNS,
).map((row) => [rowTitle(row), row] as const);

test('Every story has an id of its own', () => {
  expect(new Set(BATTERY.map(({ id }) => id)).size).toBe(BATTERY.length);
});

test.each(QUICK)('%s', (_title, row) => {
  expect(playRow(row, { evaluations: ONE_EVALUATION })).toEqual([[]]);
});
