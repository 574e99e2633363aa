import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { playCourse } from '../../testkit/battery/random-course';
import { deployed } from '../../testkit/scenarios/deployed';

const courseOf = (seed: number, apartRuns: number) =>
  playCourse(deployed(MONITORS.ten, 1), storyContext(MONITORS.ten, 1), seed, apartRuns);

/** Days of noise, losses, deaths, steps and lost sites, whose servers go at once or up to a run after one another. */
test.each([
  [1, 0],
  [2, 0],
  [3, 0],
  [4, 0],
  [1, 1],
  [2, 1],
  [3, 1],
  [4, 1],
  [7, 1],
  [8, 1],
  [9, 1],
])(
  'course %d, up to %d runs apart: two pages an incident at most, none missed, none without an incident',
  (seed, apartRuns) => {
    const tally = courseOf(seed, apartRuns);
    expect(tally).toMatchObject({ incidents: 6, missed: 0, unfounded: 0 });
    expect(tally.mostPages).toBeLessThanOrEqual(2);
  },
);

/** Told at its steps: the first by name, the group, and each later batch. */
test('a site goes server by server, up to two runs apart: two pages an incident on average', () => {
  const tallies = [1, 2, 3, 4].map((seed) => courseOf(seed, 2));
  const total = (key: 'incidents' | 'pages' | 'missed' | 'unfounded') =>
    tallies.reduce((sum, tally) => sum + tally[key], 0);
  expect([total('missed'), total('unfounded')]).toEqual([0, 0]);
  expect(total('pages') / total('incidents')).toBeLessThanOrEqual(2);
});
