import fc from 'fast-check';
import {
  calibrate,
  maxDeviationMs,
  PHI,
  SYSTEM_TIME,
  stepMs,
  type TimeSource,
} from '../../../../lambda/ntp/clock/local-clock';

/** Doubles near a recent epoch; a millionth of what a calibration aims at. */
const ROUNDING_MS = 1e-9;

interface Machine {
  /** True wall clock minus monotonic clock, ms, with its fraction: what a calibration looks for. */
  differenceMs: number;
  /** Where the monotonic clock starts. */
  uptimeMs: number;
  /** What each call of either clock costs, ms: taken in turn, over and over. */
  callsMs: readonly number[];
  /** Steps of the wall clock: at which call of `wallMs`, and by how much. */
  steps?: readonly { atCall: number; byMs: number }[];
  /** How fast the wall clock runs away from the monotonic one, microseconds a second. */
  slewPpm?: number;
}

/**
 * Two clocks that advance only by being read, or when time is let pass. The wall clock is truncated to whole milliseconds.
 * Its epoch is small, so that the simulation itself has no rounding to speak of.
 */
function simulate({ differenceMs, uptimeMs, callsMs, steps = [], slewPpm = 0 }: Machine) {
  let monotonic = uptimeMs;
  let difference = differenceMs;
  let calls = 0;
  let wallCalls = 0;
  const pass = (ms: number) => {
    monotonic += ms;
    difference += ms * slewPpm * 1e-6;
  };
  const step = (byMs: number) => {
    difference += byMs;
  };
  const spend = () => pass(callsMs[calls++ % callsMs.length]!);
  const source: TimeSource = {
    monotonicMs: () => {
      spend();
      return monotonic;
    },
    wallMs: () => {
      wallCalls += 1;
      step(steps.find(({ atCall }) => atCall === wallCalls)?.byMs ?? 0);
      spend();
      return Math.floor(monotonic + difference);
    },
  };
  return { source, pass, step, differenceMs: () => difference };
}

const machines: fc.Arbitrary<Machine> = fc.record({
  differenceMs: fc.double({ min: -1000, max: 1000, noNaN: true }),
  uptimeMs: fc.double({ min: 0, max: 1000, noNaN: true }),
  callsMs: fc.array(fc.double({ min: 0.0001, max: 0.7, noNaN: true }), { minLength: 1, maxLength: 20 }),
});

const ms = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('A wall clock that moves', () => {
  const machine = { differenceMs: 123.456, uptimeMs: 7, callsMs: [0.0002] };

  test.each([
    ['forward', 250],
    ['back', -250],
    ['by little more than its own resolution', 2.5],
  ])('once during the calibration (%s) is calibrated anew, to where it is now', (_name, byMs) => {
    const { source, differenceMs } = simulate({ ...machine, steps: [{ atCall: 1000, byMs }] });
    const clock = calibrate(source);
    const found = clock.epochMs + clock.wallMs(0);
    expect(found).not.toBeCloseTo(machine.differenceMs, 1);
    expect(Math.abs(found - differenceMs())).toBeLessThanOrEqual(clock.halfWidthMs + ROUNDING_MS);
  });

  test('again and again is calibrated to where it is in the end', () => {
    const steps = Array.from({ length: 101 }, (_, i) => ({ atCall: 50 * (i + 1), byMs: i % 2 ? -10 : 10 }));
    const { source, differenceMs } = simulate({ ...machine, steps });
    const clock = calibrate(source);
    const found = clock.epochMs + clock.wallMs(0);
    expect(differenceMs()).toBeCloseTo(machine.differenceMs + 10, 6);
    expect(Math.abs(found - differenceMs())).toBeLessThanOrEqual(clock.halfWidthMs + ROUNDING_MS);
  });

  test('all the time is known badly: the bound says so, and the budget holds', () => {
    const { source } = simulate({ ...machine, slewPpm: 300_000 });
    const startMs = source.monotonicMs();
    expect(calibrate(source, 40).halfWidthMs).toBeGreaterThan(0.001);
    expect(source.monotonicMs() - startMs).toBeLessThan(41);
  });

  test.each([
    ['forward', 250],
    ['back', -250],
    ['by a hundredth of a millisecond', 0.01],
  ])('between two calibrations (%s) is caught, with its sign', (_name, byMs) => {
    const wallCallsOfOne = countWallCalls(machine);
    const { source } = simulate({ ...machine, steps: [{ atCall: wallCallsOfOne + 1, byMs }] });
    const [before, after] = [calibrate(source), calibrate(source)];
    expect(stepMs(before, after)).toBeCloseTo(byMs, 3);
  });

  test.each([
    ['slewed by 500 ppm, as by a daemon that catches up', 500, 100],
    ['slewed back by 500 ppm', -500, 100],
    ['slewed by twice what a crystal may err', 30, 10_000],
  ])('between two calibrations, %s, is caught', (_name, slewPpm, apartMs) => {
    const { source, pass } = simulate({ ...machine, slewPpm });
    const before = calibrate(source);
    pass(apartMs);
    expect(stepMs(before, calibrate(source))).toBeCloseTo(apartMs * slewPpm * 1e-6, 2);
  });

  test("by no more than a crystal's error is let pass: some machines correct the wall clock alone", () => {
    fc.assert(
      fc.property(ms(-0.99, 0.99), ms(0, 60_000), (share, apartMs) => {
        const { source, pass } = simulate({ ...machine, slewPpm: share * PHI * 1e6 });
        const before = calibrate(source);
        pass(apartMs);
        expect(stepMs(before, calibrate(source))).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  test('one way, be it slewed or stepped and whenever, stays within its stray', () => {
    fc.assert(
      fc.property(ms(0, 500), ms(0, 250), ms(0, 9000), fc.boolean(), (slewPpm, stepMs, apartMs, back) => {
        const sign = back ? -1 : 1;
        const whileCalibratingMs = slewPpm * 1e-6 + ROUNDING_MS;
        // So quick to be read that a calibration takes no longer than from one millisecond to the next.
        const { source, pass, step, differenceMs } = simulate({
          ...{ ...machine, callsMs: [0.000_05] },
          slewPpm: sign * slewPpm,
        });
        const before = calibrate(source);
        const seen = [differenceMs()];
        pass(apartMs);
        seen.push(differenceMs());
        step(sign * stepMs);
        seen.push(differenceMs());
        pass(apartMs);
        const after = calibrate(source);
        seen.push(differenceMs());
        const line = before.epochMs + before.wallMs(0);
        const farthest = Math.max(...seen.map((each) => Math.abs(each - line)));
        expect(farthest).toBeLessThanOrEqual(maxDeviationMs(before, after) + whileCalibratingMs);
        // And no farther than need be: by the two calibrations' bounds.
        expect(maxDeviationMs(before, after)).toBeLessThanOrEqual(farthest + 0.001);
      }),
    );
  });

  function countWallCalls(of: Machine): number {
    const { source } = simulate(of);
    let calls = 0;
    calibrate({ ...source, wallMs: () => ++calls && source.wallMs() });
    return calls;
  }
});

describe('A calibration', () => {
  test('holds the truth in its interval, whatever the phase of the clocks and the cost of reading them', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const clock = calibrate(simulate(machine).source);
        const error = clock.epochMs + clock.wallMs(0) - machine.differenceMs;
        expect(Math.abs(error)).toBeLessThanOrEqual(clock.halfWidthMs + ROUNDING_MS);
      }),
    );
  });

  test('agrees with the next one of a clock that did not move', () => {
    fc.assert(
      fc.property(machines, (machine) => {
        const { source } = simulate(machine);
        expect(stepMs(calibrate(source), calibrate(source))).toBe(0);
      }),
    );
  });

  test('is good to a quarter of a microsecond where reading is quick', () => {
    const { source } = simulate({ differenceMs: 0.123, uptimeMs: 0, callsMs: [0.0002, 0.00013] });
    expect(calibrate(source).halfWidthMs).toBeLessThanOrEqual(0.000_25);
  });

  test.each([0, 3, 40])(
    'gives up narrowing after a budget of %d ms, with a bound that says how far it got',
    (budgetMs) => {
      const { source } = simulate({ differenceMs: 0.5, uptimeMs: 0, callsMs: [0.3] });
      const startMs = source.monotonicMs();
      const clock = calibrate(source, budgetMs);
      expect(source.monotonicMs() - startMs).toBeLessThan(budgetMs + 2);
      expect(clock.halfWidthMs).toBeGreaterThan(0);
      expect(clock.halfWidthMs).toBeLessThan(1);
    },
  );

  test("of this machine's clock is never contradicted by Date.now()", () => {
    const clock = calibrate();
    for (let i = 0; i < 1000; i += 1) {
      const before = SYSTEM_TIME.monotonicMs();
      const shown = SYSTEM_TIME.wallMs() - clock.epochMs;
      const after = SYSTEM_TIME.monotonicMs();
      expect(clock.wallMs(after) + clock.halfWidthMs).toBeGreaterThanOrEqual(shown);
      expect(clock.wallMs(before) - clock.halfWidthMs).toBeLessThan(shown + 1);
    }
  });
});
