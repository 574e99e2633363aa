import { provenOffset, voterEvidence } from '../../../../lambda/monitor/reference/voter-evidence';
import type { Candidate } from '../../../../lambda/ntp/selection';

/** A statement from [offset, root distance] in ms. */
function says(offsetMs: number, rootDistanceMs: number): Candidate {
  return { id: `${offsetMs}`, offsetMs, rootDistanceMs, jitterMs: 0 };
}

const CLAIM_MS = 0.25;

describe('What bounds a voter’s error, if at most so many lie:', () => {
  test.each<[string, Candidate, Candidate[], number, object]>([
    [
      'its claim, if it tells the truth; the others, if it lies',
      says(0, 1),
      [says(0.5, 1), says(-0.5, 1)],
      1,
      { claimMs: CLAIM_MS, others: { lowMs: -0.5, highMs: 0.5 } },
    ],
    [
      'the others alone, once they prove that it lies',
      says(80, 1),
      [says(0, 1), says(0, 1)],
      1,
      { others: { lowMs: -1, highMs: 1 } },
    ],
    [
      'its claim alone, where the others can’t all be honest',
      says(0, 1),
      [says(0, 1), says(80, 1)],
      1,
      { claimMs: CLAIM_MS },
    ],
    [
      'with a silent voter, the only other one',
      says(0, 1),
      [says(3, 1)],
      1,
      { claimMs: CLAIM_MS, others: { lowMs: 2, highMs: 4 } },
    ],
    [
      'no claim for one that stands alone between two camps, though the hull of the camps holds it',
      says(5, 1),
      [says(0, 1), says(0, 1), says(0, 1), says(0, 1), says(10, 1), says(10, 1)],
      4,
      { others: { lowMs: -1, highMs: 1 } },
    ],
  ])('%s', (_name, own, others, liars, expected) => {
    expect(voterEvidence(own, CLAIM_MS, others, liars)).toEqual(expected);
  });

  test('no claim for one that stands alone, however few have to agree with it', () => {
    const camps = [says(0, 1), says(0, 1), says(0, 1), says(10, 1), says(10, 1)];
    expect(voterEvidence(says(5, 1), CLAIM_MS, camps, 4)).toEqual({ others: { lowMs: -1, highMs: 11 } });
  });
});

describe('Where a true offset lies', () => {
  const reference = { lowMs: -10, highMs: 20 };
  const measured = { offsetMs: 5, errorMs: 2 };

  test.each([
    [
      'for a server that doesn’t vote: measured against reference time',
      undefined,
      { lowMs: -17, highMs: 17 },
    ],
    [
      'for a voter: what its two cases have in common with that',
      { claimMs: 1, others: { lowMs: 4, highMs: 6 } },
      { lowMs: -3, highMs: 3 },
    ],
    [
      'the cases joined, with all that is between them',
      { claimMs: 1, others: { lowMs: -5, highMs: -4 } },
      { lowMs: -1, highMs: 12 },
    ],
    ['one case, when the other is none', { others: { lowMs: -5, highMs: -4 } }, { lowMs: 7, highMs: 12 }],
    [
      'one case, when the other contradicts reference time',
      { claimMs: 1, others: { lowMs: -100, highMs: -90 } },
      { lowMs: -1, highMs: 1 },
    ],
    [
      'measured against reference time, when both contradict it',
      { others: { lowMs: -100, highMs: -90 } },
      { lowMs: -17, highMs: 17 },
    ],
  ])('%s', (_name, evidence, expected) => {
    expect(provenOffset({ ...measured, ...(evidence && { evidence }) }, reference)).toEqual(expected);
  });
});
