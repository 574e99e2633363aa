import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { playScenario } from '../../testkit/scenarios/expectation';

const ROWS = SCENARIOS.map((scenario) => [`${scenario.name}: ${scenario.about}`, scenario] as const);

describe.each([1, 5])('With a run every %d min, everyone is told what they must be', (minutes) => {
  test.each(ROWS)('%s', (_scenario, scenario) => {
    expect(playScenario(scenario, minutes).findings).toEqual([[], [], [], []]);
  });
});
