/**
 * A small edition of `npm run bench:uncertainty`: real sockets, bad networks, clocks that are known. Nothing here
 * depends on how fast this machine is: delays may take longer, and the truth has to lie within the bounds all the
 * same.
 */

import { CampaignTally } from '../../bench/campaign/campaign-tally';
import { checkLiars } from '../../bench/campaign/liars';
import { checkReadings } from '../../bench/campaign/readings';

const SEED = 11;

/** The oracle knows neither the local clock's measured rate nor how late a reply was noticed: both are small here. */
function expectNoPadding(tally: CampaignTally): void {
  expect(tally.summary().padding!.median).toBeGreaterThan(0.98);
  expect(tally.summary().padding!.median).toBeLessThan(1.05);
}

test('The truth lies within every reading, and the uncertainty is what its terms add up to', async () => {
  const tally = new CampaignTally();
  const traffic = await checkReadings({ seed: SEED, readings: 150, targets: 60 }, tally);
  expect(tally.violations).toEqual([]);
  expectNoPadding(tally);
  expect(tally.summary().used.largest).toBeGreaterThan(0.8);
  expect(Math.min(traffic.lost, traffic.duplicated, traffic.overtook)).toBeGreaterThan(0);
});

test('The truth lies within reference time, although a minority lies', async () => {
  const tally = new CampaignTally();
  const atOnce = Array.from({ length: 20 }, (_, i) => checkLiars({ seed: SEED + i, runs: 60 }, tally));
  const elections = await Promise.all(atOnce);
  expect(tally.violations).toEqual([]);
  expectNoPadding(tally);
  expect(elections.reduce((sum, { lies }) => sum + lies.named, 0)).toBeGreaterThan(0);
});

test('A claim that the truth is outside of, or that is no number, is a violation', () => {
  const tally = new CampaignTally();
  const claim = { truthMs: 0, offsetMs: 1, evidence: {} };
  const claims = [0.999, 1, Number.NaN].map((uncertaintyMs) => ({ ...claim, uncertaintyMs }));
  for (const each of claims) {
    tally.add(each);
  }
  expect(tally.violations).toEqual([claims[0], claims[2]]);
  expect(tally.summary()).toMatchObject({ claims: 3, violations: 2, padding: null });
});
