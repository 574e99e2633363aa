import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { playCourse } from '../../testkit/battery/random-course';
import { deployed } from '../../testkit/scenarios/deployed';

const courseOf = (seed: number, apartRuns: number) =>
  playCourse(deployed(MONITORS.ten, 1), storyContext(MONITORS.ten, 1), seed, apartRuns);

/** Days of noise, losses, deaths, steps and lost sites. */
test.each([1, 2, 3, 4])(
  'course %d: two pages an incident at most, none missed, none without an incident',
  (seed) => {
    const tally = courseOf(seed, 0);
    expect(tally).toMatchObject({ incidents: 6, missed: 0, unfounded: 0 });
    expect(tally.mostPages).toBeLessThanOrEqual(2);
  },
);

/** Told at its steps: the first by name, the group, and each later batch. */
test.each([1, 2])(
  'a site goes server by server, up to %d runs apart: two pages an incident on average',
  (apartRuns) => {
    const tallies = [1, 2, 3, 4].map((seed) => courseOf(seed, apartRuns));
    const total = (key: 'incidents' | 'pages' | 'missed' | 'unfounded') =>
      tallies.reduce((sum, tally) => sum + tally[key], 0);
    expect([total('missed'), total('unfounded')]).toEqual([0, 0]);
    expect(total('pages') / total('incidents')).toBeLessThanOrEqual(2);
  },
);
