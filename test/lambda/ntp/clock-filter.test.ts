import fc from 'fast-check';
import { bestAt } from '../../../lambda/ntp/clock/common-instant';
import { isPlausible, jitterMs } from '../../../lambda/ntp/clock-filter';
import type { Sample } from '../../../lambda/ntp/sample';
import { exchange } from '../../../testkit/ntp/sample-builder';

const plausible = (taken: readonly Sample[]) => taken.filter(isPlausible);

/** The filter as a run applies it whose clock does not drift. */
function filterSamples(taken: readonly Sample[]): { best: Sample; jitterMs: number } | undefined {
  const best = bestAt(taken, { lowMs: 0, highMs: 0 });
  return best && { best, jitterMs: jitterMs(taken, best) };
}

const negative = exchange({ forthMs: 1, heldMs: 2, backMs: -1.5 });
const samples = fc.array(
  fc
    .record({
      aheadMs: fc.integer({ min: -100, max: 100 }),
      forthMs: fc.integer({ min: -5, max: 50 }),
      backMs: fc.integer({ min: -5, max: 50 }),
    })
    .map((told) => exchange(told)),
  { minLength: 1, maxLength: 8 },
);

describe('Nothing to go by', () => {
  test.each([
    ['no sample at all', []],
    ['only round trips that end before they began', [negative, negative]],
  ])('%s', (_name, none) => {
    expect(filterSamples(none)).toBeUndefined();
  });
});

describe('A delay below zero', () => {
  test.each([
    ["by more than the server's precision is a lie", -10, -1.5, 0],
    ['by less is how coarse its clock is', -9, -1.5, 1],
  ])('%s', (_name, precision, backMs, kept) => {
    expect(plausible([exchange({ forthMs: 0, backMs }, { precision })])).toHaveLength(kept);
  });

  test("by exactly the server's precision is how coarse its clock is", () => {
    expect(isPlausible({ ...exchange(), precisionMs: 1, delayMs: -1 })).toBe(true);
  });

  test('never wins, for all that it is the lowest', () => {
    const good = exchange({ forthMs: 20, backMs: 20 });
    expect(filterSamples([negative, good, negative])).toEqual({ best: good, jitterMs: 0 });
  });
});

describe('The best sample', () => {
  test('is the one that queues disturbed least', () => {
    const best = exchange({ forthMs: 1, backMs: 1 });
    const queued = exchange({ forthMs: 41, backMs: 1 });
    expect(filterSamples([queued, best, queued])!.best).toBe(best);
  });

  test('of two that took equally long is the first', () => {
    const [first, second] = [exchange({ sentMs: 1000 }), exchange({ sentMs: 2000 })];
    expect(filterSamples([first, { ...second, delayMs: first.delayMs }])!.best).toBe(first);
  });

  test('is a plausible one, and no plausible one has a lower delay', () => {
    fc.assert(
      fc.property(samples, (taken) => {
        const filtered = filterSamples(taken);
        const delays = plausible(taken).map((sample) => sample.delayMs);
        expect(filtered?.best.delayMs ?? 'none').toBe(delays.length > 0 ? Math.min(...delays) : 'none');
      }),
    );
  });

  test('and the samples that it was chosen from stay as they were', () => {
    fc.assert(
      fc.property(samples, (taken) => {
        const before = [...taken];
        filterSamples(taken);
        expect(taken).toEqual(before);
      }),
    );
  });
});

describe('Jitter', () => {
  test('of a single sample is zero', () => {
    expect(filterSamples([exchange()])!.jitterMs).toBe(0);
  });

  test("is the root mean square of the others' distance from the best", () => {
    const at = (aheadMs: number, backMs: number) => exchange({ aheadMs, forthMs: backMs, backMs });
    expect(filterSamples([at(3, 9), at(0, 1), at(-4, 9)])!.jitterMs).toBeCloseTo(Math.sqrt((9 + 16) / 2), 6);
  });

  test('is never below zero nor beyond the farthest sample', () => {
    fc.assert(
      fc.property(samples, (taken) => {
        const { best, jitterMs } = filterSamples(taken) ?? { best: exchange(), jitterMs: 0 };
        const farthest = Math.max(...taken.map((sample) => Math.abs(sample.offsetMs - best.offsetMs)), 0);
        expect(jitterMs).toBeGreaterThanOrEqual(0);
        expect(jitterMs).toBeLessThanOrEqual(farthest + 1e-9);
      }),
    );
  });
});
