import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { findings } from '../../testkit/scenarios/expectation';

const ROWS = SCENARIOS.map((scenario) => [`${scenario.name}: ${scenario.about}`, scenario] as const);

describe('With a run every 5 minutes, everyone is told what they must be', () => {
  test.each(ROWS)('%s', (_scenario, scenario) => {
    for (const each of findings(scenario, 5)) {
      expect(each).toEqual([]);
    }
  });
});
