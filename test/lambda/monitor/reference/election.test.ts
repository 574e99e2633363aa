import type { Ballot, Voter } from '../../../../lambda/monitor/reference/ballot';
import { count } from '../../../../lambda/monitor/reference/election';
import { exchange } from '../../../../testkit/ntp/sample-builder';

const NO_DRIFT = { lowMs: 0, highMs: 0 };

/** A voter so many milliseconds ahead of the local clock, to within its distance. */
function voter(server: string, aheadMs: number, rootDistanceMs = 10): Voter {
  const best = exchange({ aheadMs, forthMs: 5, backMs: 5 }, { rootDelayMs: 8, rootDispersionMs: 2 });
  return { server, address: `${server}.test`, best, rootDistanceMs, jitterMs: 0 };
}

function ballot(votes: readonly (Voter | Voter[])[], configured = votes.length): Ballot {
  return {
    configured,
    votes: votes.map((vote) => {
      const members = [vote].flat();
      return { voice: members[0]!, members };
    }),
    barred: [],
    kinship: { groups: [], loops: [], commonUpstreams: [] },
  } as unknown as Ballot;
}

const counted = (votes: Ballot, atMs = 0) => count(votes, NO_DRIFT, atMs);

test('A majority that shares a point is reference time, against whom it leaves out', () => {
  const { consensus } = counted(ballot([voter('a', 0), voter('b', 5), voter('c', 80)]));
  expect(consensus).toMatchObject({ truechimers: ['a', 'b'], falsetickers: ['c'] });
});

test('Statements are compared at one instant, up to which the local clock may have drifted', () => {
  const best = exchange({ sentMs: 0, forthMs: 5, backMs: 5 });
  const early = { ...voter('a', 0), best };
  const drift = { lowMs: 10, highMs: 30 };
  const [now] = count(ballot([early, voter('b', 0)]), drift, best.arrivedMs).candidates;
  const [later] = count(ballot([early, voter('b', 0)]), drift, best.arrivedMs + 1000).candidates;
  expect(now).toMatchObject({ offsetMs: best.offsetMs, rootDistanceMs: 10 });
  // A clock that gains 10 to 30 ms a second is 20 ms further ahead, and 10 ms less certain.
  expect(Math.abs(later!.offsetMs - now!.offsetMs)).toBeCloseTo(20, 3);
  expect(later!.rootDistanceMs).toBeCloseTo(20, 3);
});

describe('Evidence about voters', () => {
  const many = (n: number) => ballot(Array.from({ length: n }, (_, i) => voter(`v${i}`, 0)));

  test('is there for everyone who shares a vote, and leaves out their own', () => {
    const { evidence } = counted(
      ballot([[voter('a', 0), voter('kin of a', 1)], voter('b', 0), voter('c', 0)], 4),
    );
    expect([...evidence.keys()]).toEqual(['a', 'kin of a', 'b', 'c']);
    for (const { claimMs } of evidence.values()) {
      expect(claimMs).toBeCloseTo(6, 3); // half of the root delay, and the dispersion
    }
  });

  test('about one is what the others state, without its own', () => {
    const { evidence } = counted(ballot([voter('a', 3, 1), voter('b', 0), voter('c', 5)]));
    const { others } = evidence.get('a')!;
    expect(others!.lowMs).toBeCloseTo(-5, 6);
    expect(others!.highMs).toBeCloseTo(10, 6);
  });

  test.each([
    ['three voters', 3, 3],
    ['64 voters', 64, 64],
    ['65 voters, of whom one makes no difference', 65, 0],
    ['two voters, of whom none may lie', 2, 0],
  ])('of %s is there for %d: %d', (_name, n, expected) => {
    expect(counted(many(n)).evidence.size).toBe(expected);
  });

  test('is not there while nobody agrees', () => {
    const { consensus, evidence, disagreements } = counted(
      ballot([voter('a', 0), voter('b', 50), voter('c', 100)]),
    );
    expect([consensus, evidence.size, disagreements]).toEqual([undefined, 0, []]);
  });
});

describe('Voters that agree with the majority and not with each other', () => {
  const withEnds = (apartMs: number) =>
    counted(
      ballot([
        voter('middle', 0),
        voter('high', 10 + apartMs / 2),
        voter('liar', 500),
        voter('low', -10 - apartMs / 2),
        voter('another', 0),
      ]),
    );

  test('are named, with how far they are apart', () => {
    const { disagreements, consensus } = withEnds(0.5);
    expect(consensus?.falsetickers).toEqual(['liar']);
    expect(disagreements).toEqual([{ servers: ['low', 'high'], apartMs: expect.closeTo(0.5, 6) }]);
  });

  test('are not there where all their intervals meet', () => {
    expect(withEnds(-0.5).disagreements).toEqual([]);
  });
});
