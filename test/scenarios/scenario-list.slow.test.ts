import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { OF_DRIFT } from '../../lab/scenarios/drift-scenarios';
import { FOUR, type Scenario } from '../../lab/scenarios/scenario';
import { deployed } from '../../testkit/scenarios/deployed';
import { playScenario, receivedIn, type ScenarioPlay } from '../../testkit/scenarios/expectation';
import { ONE_EVALUATION } from '../../testkit/scenarios/simulation-plan';

const plays = new Map<Scenario, ScenarioPlay>();

function playOf(scenario: Scenario): ScenarioPlay {
  const ways = { evaluations: ONE_EVALUATION, ignoresDrift: !OF_DRIFT.includes(scenario) };
  const play = plays.get(scenario) ?? playScenario(scenario, 1, ways);
  plays.set(scenario, play);
  return play;
}

test('Every scenario has a name of its own', () => {
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
});

test('The runbook rehearses its alarms with scenarios that there are, and that raise them', () => {
  const runbook = readFileSync(join(__dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
  const sections = runbook.split(/^## /m).slice(1);
  const rehearsed = sections.flatMap((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    const name = /--scenario ([a-z-]+)/.exec(section)?.[1];
    return name === undefined ? [] : [{ title, scenario: SCENARIOS.find((each) => each.name === name) }];
  });
  // What takes hours, dozens of servers or thousands is in the battery.
  expect(rehearsed.length).toBeGreaterThan(sections.length / 2);
  for (const { title, scenario } of rehearsed) {
    expect([title, playOf(scenario!).raised[0]]).toEqual([title, expect.arrayContaining([title])]);
  }
});

test.each([0, 60_000])(
  'with a run a minute, a server proven wrong pages within 5 minutes, though data are %d ms late',
  (lateMs) => {
    const monitor = deployed(FOUR, 1);
    for (const received of receivedIn({ monitor, steps: [{ runs: 10, servers: { alfa: 80 } }], lateMs })) {
      expect(received).toEqual([{ message: 'page outside alfa ALARM', minute: expect.any(Number) }]);
      expect(received[0]!.minute).toBeLessThanOrEqual(5);
    }
  },
);

test('A server that asked to be asked less is left alone for minutes, and for longer each time', () => {
  const steps = [{ runs: 8, servers: { bravo: 'kiss' as const } }, { runs: 20 }];
  for (const received of receivedIn({ monitor: deployed(FOUR, 1), steps })) {
    expect(received.map(({ message }) => message)).toEqual([
      'page unusable bravo ALARM',
      'page unusable bravo OK',
    ]);
    // Asked in minutes 0, 2 and 6, and then after 8 more; a whole window is good twelve minutes later.
    expect(received[1]!.minute).toBeGreaterThanOrEqual(25);
    expect(received[1]!.minute).toBeLessThanOrEqual(28);
  }
});
