import { checkSilence } from '../../../bench/campaign/silence';
import type { Candidate, Consensus } from '../../../lambda/ntp/selection';
import { selectAmong, voters } from '../../../testkit/ntp/voters';

describe('A silent voter was perhaps an honest one:', () => {
  test.each<[string, Candidate[], number, Partial<Consensus>]>([
    // R1: one right, one 20 ms off, the third dead. Either of the two may be the liar.
    [
      'of three, two heard bound nothing but their hull',
      voters([0, 15], [20, 6]),
      3,
      { lowMs: -15, highMs: 26 },
    ],
    [
      'of four, three heard need two that agree',
      voters([0, 1], [0.5, 1], [1, 1]),
      4,
      { lowMs: -0.5, highMs: 1.5 },
    ],
    ['of five, three heard bound their hull', voters([0, 1], [0.5, 1], [1, 1]), 5, { lowMs: -1, highMs: 2 }],
    ['of three, all heard need two', voters([0, 1], [0.5, 1], [1, 1]), 3, { lowMs: -0.5, highMs: 1.5 }],
  ])('%s', (_name, candidates, configured, expected) => {
    expect(selectAmong(candidates, configured)).toMatchObject(expected);
  });

  test.each([
    ['two of five', voters([0, 1], [0, 1]), 5],
    ['three of seven', voters([0, 1], [0, 1], [0, 1]), 7],
    ['one of three', voters([0, 1]), 3],
    ['one of two', voters([0, 1]), 2],
  ])('with %s nothing is known, because all of them may lie', (_name, candidates, configured) => {
    expect(selectAmong(candidates, configured)).toBeUndefined();
  });

  test('the bound holds whoever lies and whoever is silent, for 3 to 9 voters', () => {
    const { violations, known, narrower, judged } = checkSilence({ seed: 1, elections: 5000 });
    expect(violations).toEqual([]);
    expect(known).toBeGreaterThan(2500);
    expect(narrower / judged).toBeGreaterThan(0.5);
  });
});
