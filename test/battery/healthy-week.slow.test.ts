import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { deliveriesIn } from '../../testkit/battery/deliveries';
import { healthyWeek } from '../../testkit/battery/healthy-week';
import { deployed } from '../../testkit/scenarios/deployed';
import { ONE_EVALUATION } from '../../testkit/scenarios/simulation-plan';

describe('In a healthy week from its deployment on, nobody is told anything', () => {
  test('by all alarms of four servers', () => {
    const [monitor, steps] = [deployed(MONITORS.four, 1), healthyWeek(storyContext(MONITORS.four, 1), 1)];
    expect(deliveriesIn({ monitor, steps, begin: 'deployment', evaluations: ONE_EVALUATION })).toEqual([[]]);
  });

  test('by ten servers, but for drift, however CloudWatch evaluates', () => {
    const [monitor, steps] = [deployed(MONITORS.ten, 1), healthyWeek(storyContext(MONITORS.ten, 1), 2)];
    expect(deliveriesIn({ monitor, steps, begin: 'deployment', ignoresDrift: true })).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});
