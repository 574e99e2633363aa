import type { MonitorPlan } from '../../lab/scenarios/scenario';
import type { ScenarioStep } from '../../lab/scenarios/scenario-step';
import { HOUR_MS } from '../../lambda/ntp/time-units';
import { deployed } from '../../testkit/scenarios/deployed';
import { receivedIn } from '../../testkit/scenarios/expectation';
import { ONE_EVALUATION } from '../../testkit/scenarios/simulation-plan';

/** A day from noon to noon, with a leap second in its middle, as the voters have it, and a run every five minutes. */
const LEAP_SECOND_MS = Date.UTC(2027, 0, 1);
const NO_LEAP_SECOND_MS = Date.UTC(2026, 10, 23);
const MINUTES = 5;
const HALF_A_DAY = (12 * 60) / MINUTES;
/** A second in a day: half of it before the leap second, half behind it, while the voters step by all of it. */
const SMEAR_PPM = -11.574;
const VOTERS = ['alfa', 'bravo', 'charlie', 'delta'];

const monitor = (smeared: boolean): MonitorPlan => ({
  servers: [...VOTERS.map((name) => ({ name })), { name: 'echo', role: 'target', smeared }],
});

/** @param extraMs how far the smearing server is off beside that */
function smearingDay(extraMs = 0): ScenarioStep[] {
  const announcing = Object.fromEntries(VOTERS.map((name) => [name, { leap: 1 }]));
  return [
    { runs: HALF_A_DAY, servers: { ...announcing, echo: { offsetMs: extraMs, driftPpm: SMEAR_PPM } } },
    { runs: HALF_A_DAY, servers: { echo: { offsetMs: 500 + extraMs, driftPpm: SMEAR_PPM } } },
    { runs: 20 },
  ];
}

/** Who is told of what begins. */
function told(smeared: boolean, { extraMs = 0, atMs = LEAP_SECOND_MS } = {}): string[] {
  const plan = deployed(monitor(smeared), MINUTES);
  const before = 20 * MINUTES * 60_000;
  const [received] = receivedIn({
    monitor: plan,
    steps: smearingDay(extraMs),
    firstRunMs: atMs - 12 * HOUR_MS - before,
    evaluations: ONE_EVALUATION,
  });
  return received!.map(({ message }) => message).filter((message) => message.endsWith('ALARM'));
}

test('A leap day wakes nobody: a marked server that smears is uncertain, which is told once', () => {
  expect(told(true)).toEqual(['warn uncertain echo ALARM']);
});

test('A server that smears unmarked is outside, as it would be for its clients', () => {
  expect(told(false)).toContain('page outside echo ALARM');
});

test('A marked server that is off by more than a leap second is outside on a leap day, too', () => {
  expect(told(true, { extraMs: 1700 })).toContain('page outside echo ALARM');
});

test('On any other day a marked server has no such excuse', () => {
  expect(told(true, { atMs: NO_LEAP_SECOND_MS })).toContain('page outside echo ALARM');
});
