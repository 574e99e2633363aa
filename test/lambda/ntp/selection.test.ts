import fc from 'fast-check';
import type { Candidate, Consensus } from '../../../lambda/ntp/selection';
import { selectAmong, voters } from '../../../testkit/ntp/voters';

/** Milliseconds in eighths: sums are exact, and ends that touch or tie come up often. */
const ms = (min: number, max: number) => fc.integer({ min: 8 * min, max: 8 * max }).map((n) => n / 8);

describe('No reference time', () => {
  test.each<[string, Candidate[]]>([
    ['nobody votes', []],
    ['a single voter is no consensus', voters([0, 1])],
    ['two voters disagree', voters([0, 1], [10, 1])],
    ['all are disjoint', voters([0, 1], [10, 1], [20, 1], [30, 1])],
    ['two camps of equal size', voters([0, 1], [0.5, 1], [50, 1], [50.5, 1])],
    ['half agrees, and half is no majority', voters([0, 1], [0.1, 1], [0.2, 1], [9, 1], [19, 1], [29, 1])],
    ['a chain whose neighbours overlap, but never more than two of five', chain(5)],
    ['the majority lies, each its own way', voters([0, 1], [0.1, 1], [100, 1], [-100, 1], [250, 1])],
  ])('%s', (_name, candidates) => {
    expect(selectAmong(candidates)).toBeUndefined();
  });

  function chain(length: number): Candidate[] {
    return voters(...Array.from({ length }, (_, i): [number, number] => [i * 1.5, 1]));
  }
});

describe('Liars in the minority are named', () => {
  test.each<[string, Candidate[], string[]]>([
    ['one of three', voters([0, 1], [0.1, 1], [80, 1]), ['c']],
    ['one of four, far away', voters([0.2, 1], [0, 1], [1e9, 5], [0.1, 1]), ['c']],
    ['two of five, each its own way', voters([80, 1], [0, 1], [0.1, 2], [-80, 1], [0.2, 3]), ['a', 'd']],
    [
      'two of five who agree with each other',
      voters([80, 1], [80, 1], [0, 1], [0.1, 1], [0.2, 1]),
      ['a', 'b'],
    ],
    ['a liar behind the most confident bound', voters([5, 0.001], [0, 1], [0.1, 1]), ['a']],
    ['three of seven', voters([0, 1], [0, 1], [0, 1], [0, 1], [9, 1], [9, 1], [9, 1]), ['e', 'f', 'g']],
  ])('%s', (_name, candidates, liars) => {
    const consensus = selectAmong(candidates)!;
    expect(consensus.falsetickers).toEqual(liars);
    expect(consensus.truechimers).toEqual(ids(candidates).filter((id) => !liars.includes(id)));
    expect(Math.abs(consensus.offsetMs)).toBeLessThan(1);
  });
});

describe('Agreement', () => {
  test.each<[string, Candidate[], Partial<Consensus>]>([
    ['of two', voters([0, 1], [1, 1]), { lowMs: 0, highMs: 1, offsetMs: 0.5, falsetickers: [] }],
    ['by no more than a touch', voters([0, 1], [2, 1]), { lowMs: 1, highMs: 1, offsetMs: 1 }],
    ['of equals', voters([3, 1], [3, 1], [3, 1], [3, 1]), { lowMs: 2, highMs: 4, offsetMs: 3 }],
    [
      'of voters who claim to be perfect',
      voters([3, 0], [3, 0], [3, 0]),
      { lowMs: 3, highMs: 3, offsetMs: 3 },
    ],
    ['weighs the surer voters more', voters([0, 1], [4, 4], [0, 2]), { offsetMs: 4 / 7 }],
    [
      'among many sets aside who is farthest from the rest',
      voters([0, 5], [0, 5], [0, 5], [4, 5]),
      { offsetMs: 0, truechimers: ['a', 'b', 'c', 'd'] },
    ],
    // What RFC 5905's midpoint rule would refuse, although three of four share the point 0.
    ['that midpoints would hide', voters([9, 10], [-9, 10], [0, 1], [100, 1]), { falsetickers: ['d'] }],
  ])('%s', (_name, candidates, expected) => {
    expect(selectAmong(candidates)).toMatchObject(expected);
  });

  test('trusts no more than a bare majority: the bound holds whichever minority lies', () => {
    // All three share [0, 1], but if `a` lied, the truth could be as high as 8.
    expect(selectAmong(voters([0, 1], [4, 4], [4, 4]))).toMatchObject({ lowMs: 0, highMs: 8 });
  });
});

describe('Whatever a minority says', () => {
  const TRUTH_MS = 12.5;
  const truthful = fc.record({ errorMs: ms(-200, 200), slackMs: ms(0, 50), jitterMs: ms(0, 5) });
  const liar = fc.record({ offsetMs: ms(-300, 300), rootDistanceMs: ms(0, 300), jitterMs: ms(0, 5) });

  test('the truth lies within the bound while a majority tells it', () => {
    const elections = fc
      .integer({ min: 0, max: 4 })
      .chain((liars) =>
        fc.tuple(
          fc.array(truthful, { minLength: Math.max(liars + 1, 2), maxLength: liars + 6 }),
          fc.array(liar, { minLength: liars, maxLength: liars }),
        ),
      );
    fc.assert(
      fc.property(elections, fc.func(fc.nat()), ([honest, lying], order) => {
        const candidates = shuffled([...honest.map(witness), ...lying.map(named('liar'))], order);
        expectTruth(selectAmong(candidates)!, TRUTH_MS);
      }),
    );
  });

  test.each([
    ['just above the truth', 1],
    ['just below the truth', -1],
  ])('the same holds for liars who agree and stay %s, within the honest bounds', (_name, side) => {
    fc.assert(
      fc.property(fc.array(truthful, { minLength: 3, maxLength: 9 }), ms(0, 20), (honest, distanceMs) => {
        const lies = Array.from({ length: honest.length - 1 }, (_, i) => ({
          id: `liar ${i}`,
          offsetMs: TRUTH_MS + side * (distanceMs + 0.5),
          rootDistanceMs: 0.25,
          jitterMs: 0,
        }));
        expectTruth(selectAmong([...lies, ...honest.map(witness)])!, TRUTH_MS);
      }),
    );
  });

  /** An honest voter errs, and admits at least as much. */
  function witness(of: { errorMs: number; slackMs: number; jitterMs: number }, i: number): Candidate {
    const rootDistanceMs = Math.abs(of.errorMs) + of.slackMs;
    return { id: `honest ${i}`, offsetMs: TRUTH_MS + of.errorMs, rootDistanceMs, jitterMs: of.jitterMs };
  }
});

describe('Any vote', () => {
  const votes = fc
    .array(fc.record({ offsetMs: ms(-2, 2), rootDistanceMs: ms(0, 5), jitterMs: ms(0, 1) }), {
      maxLength: 9,
    })
    .map((statements) => statements.map(named('voter')));

  test('counts every voter once, and puts reference time inside its own bound', () => {
    fc.assert(
      fc.property(votes, (candidates) => {
        const consensus = selectAmong(candidates);
        if (!consensus) {
          return;
        }
        const { truechimers, falsetickers, lowMs, offsetMs, highMs } = consensus;
        expect([...truechimers, ...falsetickers].sort()).toEqual(ids(candidates).sort());
        expect(truechimers.length).toBeGreaterThan(candidates.length / 2);
        expect(lowMs <= offsetMs && offsetMs <= highMs).toBe(true);
      }),
    );
  });

  test('comes out the same in whatever order the voters are listed, ties included', () => {
    fc.assert(
      fc.property(votes, fc.func(fc.nat()), (candidates, order) => {
        expectSame(selectAmong(shuffled(candidates, order)), selectAmong(candidates), 0);
      }),
    );
  });

  test('sets the less certain one aside of two with the same offset', () => {
    const statements = [
      [-4, 20],
      [-4, 10],
      [3, 5],
      [3, 5],
    ] as const;
    const candidates = statements
      .map(([offsetMs, rootDistanceMs]) => ({ offsetMs, rootDistanceMs, jitterMs: 0 }))
      .map(named('voter'));
    for (const listed of [candidates, candidates.toReversed()]) {
      // Weighted by 1/10, 1/5 and 1/5: the one with 20 ms is left out.
      expect(selectAmong(listed)!.offsetMs).toBeCloseTo(
        (-4 / 10 + 3 / 5 + 3 / 5) / (1 / 10 + 1 / 5 + 1 / 5),
        9,
      );
    }
  });

  test('moves along when the local clock is moved', () => {
    fc.assert(
      fc.property(votes, ms(-1000, 1000), (candidates, shiftMs) => {
        const moved = candidates.map((each) => ({ ...each, offsetMs: each.offsetMs + shiftMs }));
        expectSame(selectAmong(moved), selectAmong(candidates), shiftMs);
      }),
    );
  });
});

test('Setting aside one after the other comes out as RFC 5905, section 11.2.2 spells it out', () => {
  // Nothing is ever tied here: offsets are random to a microsecond.
  const micros = (max: number) => fc.integer({ min: 0, max: 1000 * max }).map((n) => n / 1000);
  const agreeing = fc
    .array(fc.record({ offsetMs: micros(100), jitterMs: micros(60) }), { minLength: 2, maxLength: 40 })
    .map((list) => list.map((each) => ({ ...each, rootDistanceMs: 100 })).map(named('voter')));
  fc.assert(
    fc.property(fc.noBias(agreeing), (candidates) => {
      const survivors = clusterOneByOne(candidates);
      const meanMs = survivors.reduce((sum, each) => sum + each.offsetMs, 0) / survivors.length;
      expect(selectAmong(candidates)!.offsetMs).toBeCloseTo(meanMs, 6);
    }),
  );
});

/** The algorithm as the RFC has it: simple, and too slow for thousands. */
function clusterOneByOne(candidates: readonly Candidate[]): Candidate[] {
  const jitterAmong = (each: Candidate) =>
    Math.hypot(...candidates.map((other) => other.offsetMs - each.offsetMs)) /
    Math.sqrt(candidates.length - 1);
  const [worst] = [...candidates].sort((a, b) => jitterAmong(b) - jitterAmong(a));
  const smallestPeerJitter = Math.min(...candidates.map((each) => each.jitterMs));
  return candidates.length <= 3 || jitterAmong(worst!) <= smallestPeerJitter
    ? [...candidates]
    : clusterOneByOne(candidates.filter((each) => each !== worst));
}

test('A thousand voters are selected from as well as four', () => {
  const honest = Array.from({ length: 501 }, (_, i): [number, number] => [i / 1000, 1]);
  const lying = Array.from({ length: 499 }, (): [number, number] => [50, 1]);
  expect(selectAmong(voters(...honest, ...lying))!.falsetickers).toHaveLength(499);
});

function named(name: string): (statement: Omit<Candidate, 'id'>, i: number) => Candidate {
  return (statement, i) => ({ id: `${name} ${i}`, ...statement });
}

function ids(candidates: readonly Candidate[]): string[] {
  return candidates.map((each) => each.id);
}

function shuffled<T>(list: readonly T[], order: (i: number) => number): T[] {
  return list
    .map((each, i) => ({ each, key: order(i) }))
    .sort((a, b) => a.key - b.key)
    .map(({ each }) => each);
}

function expectTruth({ lowMs, highMs }: Consensus, truthMs: number): void {
  expect(lowMs).toBeLessThanOrEqual(truthMs);
  expect(highMs).toBeGreaterThanOrEqual(truthMs);
}

function expectSame(actual: Consensus | undefined, expected: Consensus | undefined, shiftMs: number): void {
  expect(actual === undefined).toBe(expected === undefined);
  if (actual && expected) {
    expect(actual.lowMs - shiftMs).toBeCloseTo(expected.lowMs, 6);
    expect(actual.highMs - shiftMs).toBeCloseTo(expected.highMs, 6);
    expect(actual.offsetMs - shiftMs).toBeCloseTo(expected.offsetMs, 6);
    expect([...actual.truechimers].sort()).toEqual([...expected.truechimers].sort());
  }
}
