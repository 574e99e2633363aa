import { simulateRun } from '../../../bench/drift/clock-simulation';
import { ESTIMATORS } from '../../../bench/drift/estimators/all-estimators';
import { checkHealthy } from '../../../bench/drift/healthy';
import { DRIFT_PATHS } from '../../../bench/drift/network-path';
import { seededRandom } from '../../../testkit/seeded-random';

const VOTING = ['one', 'two', 'three'];

/** An hour of a target that gains 3 ppm, on a near path. */
function hour() {
  const voters = VOTING.map((name) => ({ name, votes: true, clockMs: () => 0 }));
  const target = { name: 'target', votes: false, clockMs: (timeS: number) => 5 + 0.003 * timeS };
  const simulation = { servers: [...voters, target], path: DRIFT_PATHS.near, random: seededRandom(11) };
  return Array.from({ length: 60 }, (_, run) => simulateRun(simulation, run * 60));
}

test.each(Object.keys(ESTIMATORS))('%s reads 3 ppm from a quiet hour, with its sign', (name) => {
  const rate = ESTIMATORS[name]!(hour(), 'target', VOTING)!;

  expect(Math.abs(rate.ppm - 3)).toBeLessThan(0.3);
  expect(rate.halfWidthPpm).toBeGreaterThan(0);
});

test('published offsets are against the consensus, and hold the truth within their uncertainty', () => {
  for (const [run, { readings }] of hour().entries()) {
    const { offsetMs, uncertaintyMs } = readings.target!;
    expect(Math.abs(offsetMs - (5 + 0.18 * run))).toBeLessThanOrEqual(uncertaintyMs! + 0.05);
  }
});

test('some hours of healthy servers meet the rule never, and the same seed sees the same', () => {
  const options = { path: DRIFT_PATHS.country, days: 0.05, seed: 4, onProgress: () => {} };

  const [once, again] = [checkHealthy(options), checkHealthy(options)];

  expect(once).toEqual(again);
  expect(once.met).toBe(0);
  expect(once.evaluations).toBeGreaterThan(150);
});
