import { EARLY_SIGNS, earlySignsOf } from '../../../lambda/drift/early-signs';
import { recordSightings, type Sighting, type Sightings } from '../../../lambda/drift/sightings';
import { FIRST_RUN_MS } from './simulated-history';

/** A healthy chrony at stratum 2. */
const HEALTHY: Omit<Sighting, 'timeMs'> = {
  leap: 0,
  stratum: 2,
  refId: '192.0.2.1',
  referenceTimeMs: null,
  rootDelayMs: 10,
  rootDispersionMs: 0.05,
  hasNoSource: false,
  isOutvoted: false,
  offsetMs: 0.2,
  uncertaintyMs: 5,
  limitMs: 50,
  maxReferenceAgeMs: 3_600_000,
};

/** So many runs a minute apart, as `change` has it; the reference timestamp is a minute old unless it says so. */
function runs(
  count: number,
  change: (run: number, timeMs: number) => Partial<Sighting> = () => ({}),
): Sighting[] {
  return Array.from({ length: count }, (_, run) => {
    const timeMs = FIRST_RUN_MS + run * 60_000;
    return { ...HEALTHY, timeMs, referenceTimeMs: timeMs - 60_000, ...change(run, timeMs) };
  });
}

/** The ids of the signs that a server shows. */
function signsOf(
  history: readonly Sighting[],
  others: readonly (readonly Sighting[])[] = [history],
): string[] {
  return EARLY_SIGNS.filter((sign) => sign.detect(history, others) !== undefined).map(({ id }) => id);
}

const FROZEN = { referenceTimeMs: FIRST_RUN_MS - 3_600_001 };

describe('a server that is well shows no sign', () => {
  test.each<[string, Sighting[]]>([
    ['healthy, its first run', runs(1)],
    ['healthy for an hour', runs(60)],
    ['one that states no reference timestamp', runs(60, () => ({ referenceTimeMs: null }))],
    [
      'one that polls every 34 minutes',
      runs(60, (_, timeMs) => ({ referenceTimeMs: timeMs - (timeMs % 2_048_000) })),
    ],
    [
      'one that changes its upstream five times an hour',
      runs(60, (run) => ({ refId: `192.0.2.${Math.floor(run / 10)}` })),
    ],
    [
      'OpenNTPD, which states no dispersion',
      runs(60, () => ({ rootDispersionMs: 0, rootDelayMs: 0, offsetMs: 5.9 })),
    ],
    ['a stratum 1 with GPS', runs(60, () => ({ stratum: 1, refId: 'GPS', rootDelayMs: 0 }))],
    ['one that may run freely', runs(60, () => ({ hasNoSource: true, stratum: 10, mayRunFreely: true }))],
    ['Windows with its nine hours', runs(2, () => ({ ...FROZEN, maxReferenceAgeMs: 9 * 3_600_000 }))],
    ['an outvoted one, which is told already', runs(6, () => ({ offsetMs: 20, isOutvoted: true }))],
    ['two bad runs of six', runs(6, (run) => (run < 2 ? { offsetMs: 90 } : {}))],
    ['no reference time', runs(60, () => ({ offsetMs: null, uncertaintyMs: null }))],
  ])('%s', (_, history) => {
    expect(signsOf(history)).toEqual([]);
  });
});

describe('what shows before the time is wrong', () => {
  const CASES: [what: string, signs: string[], history: Sighting[]][] = [
    ['chrony cut off for an hour', ['holdover'], runs(2, () => FROZEN)],
    ['the first run sees no holdover', [], runs(1, () => FROZEN)],
    [
      'an old reference timestamp that moves',
      [],
      runs(2, (run) => ({ referenceTimeMs: FIRST_RUN_MS - 4_000_000 + run })),
    ],
    [
      'chrony `local`',
      ['free-running', 'stratum-risen'],
      runs(3, (run) => (run === 2 ? { stratum: 10, refId: '127.127.1.1', hasNoSource: true } : {})),
    ],
    [
      'LOCL at stratum 1',
      ['free-running'],
      runs(1, () => ({ stratum: 1, refId: 'LOCL', hasNoSource: true })),
    ],
    [
      'ntpsec orphan',
      ['free-running', 'stratum-risen'],
      runs(3, (run) => (run === 2 ? { stratum: 6, refId: '127.0.0.1', hasNoSource: true } : {})),
    ],
    [
      'stratum 9 after 2',
      ['free-running', 'stratum-risen'],
      runs(3, (run) => (run === 2 ? { stratum: 9 } : {})),
    ],
    ['always at stratum 9', [], runs(3, () => ({ stratum: 9 }))],
    ['stratum 3 after 2', ['stratum-risen'], runs(3, (run) => (run === 2 ? { stratum: 3 } : {}))],
    ['stratum 2 after 3', [], runs(3, (run) => (run === 2 ? {} : { stratum: 3 }))],
    [
      'six upstreams in an hour',
      ['upstream-flapping'],
      runs(60, (run) => ({ refId: `192.0.2.${Math.floor(run / 9)}` })),
    ],
    [
      'three machines behind one address, each with an upstream of its own',
      [],
      runs(60, (run, timeMs) => ({
        refId: `192.0.2.${run % 3}`,
        referenceTimeMs: timeMs - 60_000 * ((run % 3) * 5 + 1),
      })),
    ],
    [
      'OpenNTPD, which states no dispersion, 12 ms off',
      [],
      runs(3, () => ({ offsetMs: 12, rootDispersionMs: 0, rootDelayMs: 0 })),
    ],
    [
      'a follower of a lost server, 21.6 ms off',
      ['wrong-by-more-than-it-claims'],
      runs(3, () => ({ offsetMs: 21.6 })),
    ],
    ['the same, behind', ['wrong-by-more-than-it-claims'], runs(3, () => ({ offsetMs: -21.6 }))],
    ['so far off that it is outside, which is told already', [], runs(3, () => ({ offsetMs: 56 }))],
    ['21.6 ms off, which nobody can prove', [], runs(3, () => ({ offsetMs: 21.6, uncertaintyMs: 21.6 }))],
    ['21.6 ms off, and it says so', [], runs(3, () => ({ offsetMs: 21.6, rootDispersionMs: 6 }))],
    [
      'it says that it may be 26 ms off',
      ['large-stated-distance'],
      runs(1, () => ({ rootDispersionMs: 21 })),
    ],
    ['exactly half of the limit', [], runs(1, () => ({ rootDispersionMs: 20 }))],
  ];

  test.each(CASES)('%s: %p', (_, signs, history) => {
    expect(signsOf(history)).toEqual(signs);
  });

  test.each(EARLY_SIGNS.filter(({ id }) => !id.startsWith('leap-')))(
    'the sign $id has a row here',
    ({ id }) => {
      expect(CASES.flatMap(([, signs]) => signs)).toContain(id);
    },
  );

  test('every sign is named once, and every text names a number or a name', () => {
    expect(new Set(EARLY_SIGNS.map(({ id }) => id)).size).toBe(EARLY_SIGNS.length);
    const holdover = EARLY_SIGNS.find(({ id }) => id === 'holdover')!;
    expect(
      holdover.detect(
        runs(2, () => FROZEN),
        [],
      ),
    ).toContain('has not heard its upstream for 1.0 h');
  });
});

test('the signs of a server come with their text', () => {
  const sightings = { lost: runs(2, () => FROZEN), well: runs(2) };

  expect(earlySignsOf(sightings, 'lost')).toEqual([
    { id: 'holdover', text: expect.stringContaining('check its upstream') },
  ]);
  expect(earlySignsOf(sightings, 'well')).toEqual([]);
  expect(earlySignsOf(sightings, 'nobody')).toEqual([]);
});

describe('a leap second', () => {
  const silent = runs(3);
  const announcing = runs(3, () => ({ leap: 1 }));
  const smearing = runs(3, () => ({ smeared: true }));

  test.each<[string, string[], Sighting[], Sighting[][]]>([
    ['announced by one of four', ['leap-of-a-minority'], announcing, [announcing, silent, silent, silent]],
    ['by three of four', ['leap-second'], announcing, [announcing, announcing, announcing, silent]],
    ['by half', [], announcing, [announcing, announcing, silent, silent]],
    [
      'by the only one that does not smear',
      ['leap-second'],
      announcing,
      [announcing, smearing, smearing, smearing],
    ],
    ['for two runs', [], announcing.slice(1), [announcing, silent, silent]],
    [
      'of the other kind than everybody says',
      ['leap-of-a-minority'],
      runs(3, () => ({ leap: 2 })),
      [announcing, announcing, runs(3, () => ({ leap: 2 }))],
    ],
    ['unsynchronised is no announcement', [], runs(3, () => ({ leap: 3 })), [silent, silent]],
  ])('%s: %p', (_, signs, history, others) => {
    expect(signsOf(history, others)).toEqual(signs);
  });

  test.each([
    [true, []],
    [false, ['wrong-by-more-than-it-claims']],
  ])(
    'a server that may be a leap second apart, as configured, is not called wrong: %s',
    (mayBeApart, expected) => {
      const apart = runs(3).map((each) => ({
        ...each,
        referenceTimeMs: null,
        mayBeApart,
        offsetMs: -400,
        limitMs: 1000,
      }));
      expect(signsOf(apart)).toEqual(expected);
    },
  );
});

describe('what is remembered', () => {
  test('an hour of runs, and six however slow they are', () => {
    const record = (all: Sighting[]) =>
      all.reduce((known, each) => recordSightings(known, { a: each }), {} as Sightings);

    expect(record(runs(100)).a).toHaveLength(61);
    expect(record(runs(20, (run) => ({ timeMs: FIRST_RUN_MS + run * 7_200_000 }))).a).toHaveLength(6);
  });

  test('a server that does not answer is forgotten after an hour', () => {
    const [first, , ...later] = runs(100);
    const gone = later.reduce((known, each) => recordSightings(known, { b: each }), {
      a: [first!],
    } as Sightings);

    expect(Object.keys(gone)).toEqual(['b']);
  });

  test('a run without any reply changes nothing', () => {
    const known = { a: runs(3) };

    expect(recordSightings(known, {})).toEqual(known);
  });
});
