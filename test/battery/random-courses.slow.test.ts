import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { playCourse } from '../../testkit/battery/random-course';
import { deployed } from '../../testkit/scenarios/deployed';

/** Days of noise, losses, deaths, steps and lost sites. */
test.each([1, 2, 3, 4])(
  'course %d: two pages an incident at most, none missed, none without an incident',
  (seed) => {
    const tally = playCourse(deployed(MONITORS.ten, 1), storyContext(MONITORS.ten, 1), seed);
    expect(tally).toMatchObject({ incidents: 6, missed: 0, unfounded: 0 });
    expect(tally.mostPages).toBeLessThanOrEqual(2);
  },
);
