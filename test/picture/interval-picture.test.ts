import { headline } from '../../picture/headline';
import { intervalPicture } from '../../picture/interval-picture';
import { picturedRun, summarised, unusableSummary } from '../../testkit/function/pictured-run';

const outside = (server: string, offsetMs: number) => summarised(server, { verdict: 'outside', offsetMs });

describe('the picture of a run', () => {
  it('has the worst server first, and of equals the one that may be farthest off', () => {
    const run = picturedRun([
      summarised('near', { offsetMs: 1 }),
      summarised('far', { offsetMs: -40 }),
      summarised('doubtful', { verdict: 'uncertain', offsetMs: 49, uncertaintyMs: 9 }),
      unusableSummary('silent'),
      outside('wrong', 80),
      outside('worse', -90),
    ]);

    const { rows } = intervalPicture(run);

    expect(rows.map(({ server }) => server)).toEqual(['worse', 'wrong', 'silent', 'doubtful', 'far', 'near']);
  });

  it('measures every row in its own limit, and names the limit only where all have one', () => {
    const tight = summarised('tight', { offsetMs: 0.5, uncertaintyMs: 0.25, limitMs: 1 });

    expect(intervalPicture(picturedRun([tight])).rows[0]!.bar).toEqual({ low: 0.25, high: 0.75 });
    expect(intervalPicture(picturedRun([tight])).limitMs).toBe(1);
    expect(intervalPicture(picturedRun([tight, summarised('loose')])).limitMs).toBeNull();
  });

  it.each([
    ['shows some room beyond the limit when all are well', 1, 1.25],
    ['reaches a little farther than the farthest', 80, 1.701],
    ['is cut at two limits', 1e6, 2],
  ])('the axis %s', (_, offsetMs, reach) => {
    expect(intervalPicture(picturedRun([outside('a', offsetMs)])).reach).toBeCloseTo(reach);
  });

  it('shows the camps against the clock while reference time is lost, however far apart they are', () => {
    const lost = { verdict: 'uncertain', offsetMs: null, uncertaintyMs: null } as const;
    const run = picturedRun(
      [
        summarised('a', { ...lost, clockOffsetMs: 0, rootDistanceMs: 1 }),
        summarised('b', { ...lost, clockOffsetMs: 1.5, rootDistanceMs: 1 }),
        summarised('c', { ...lost, clockOffsetMs: 5000, rootDistanceMs: 1 }),
      ],
      false,
    );

    const picture = intervalPicture(run);

    expect(picture.camps.map((camp) => camp.toSorted())).toEqual([['a', 'b'], ['c']]);
    expect(picture.against).toBe("this machine's clock");
    expect(picture.reach).toBeGreaterThan(100);
    expect(picture.rows.every(({ bar }) => bar !== null)).toBe(true);
  });
});

describe('the answer in one sentence', () => {
  it.each([
    ['all are well', [summarised('a'), summarised('b')], 'well', '2 of 2 within.'],
    [
      'one is wrong',
      [outside('a', -80), summarised('b')],
      'bad',
      'a is behind by 80.000 ± 1.000 ms, proven outside 50 ms; 1 of 2 within.',
    ],
    [
      'nobody answers',
      [unusableSummary('a'), unusableSummary('b')],
      'bad',
      '0 of 2 servers usable: nothing is known of any clock.',
    ],
    [
      'one proves nothing',
      [summarised('a', { verdict: 'uncertain' }), summarised('b')],
      'doubtful',
      '1 uncertain, 1 of 2 within.',
    ],
  ] as const)('when %s', (_, servers, level, text) => {
    expect(headline(intervalPicture(picturedRun(servers)))).toEqual({ level, text });
  });

  it('names the camps when reference time is lost', () => {
    const servers = [summarised('a'), summarised('b'), summarised('c', { clockOffsetMs: 90 })];
    expect(headline(intervalPicture(picturedRun(servers, false))).text).toBe(
      "Reference time is lost: a and b against c. Offsets are against this machine's clock.",
    );
  });

  it('stays a sentence when there are many camps, or many servers in one', () => {
    const apart = (names: string[], stepMs: number) =>
      names.map((name, i) => summarised(name, { clockOffsetMs: i * stepMs }));
    const text = (stepMs: number) =>
      headline(intervalPicture(picturedRun(apart([...'abcdef'], stepMs), false))).text;
    expect(text(90)).toMatch(/^Reference time is lost: \w against \w against \w, and 3 more groups\. /);
    expect(text(0)).toMatch(/: only a, b, c and 3 more answered, and that proves nothing\. /);
  });
});
