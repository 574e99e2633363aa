import fc from 'fast-check';
import { type Clock, PHI } from '../../../lambda/ntp/clock/local-clock';
import { errorBoundMs, type Reply, toSample } from '../../../lambda/ntp/sample';
import { fromMs } from '../../../lambda/ntp/timestamp';
import { reply } from '../../../testkit/ntp/sample-builder';

/** Timestamps have steps of a quarter of a nanosecond, and doubles here are finer than that. */
const ROUNDING_MS = 1e-6;
const EPOCH_MS = Date.UTC(2026, 10, 22, 12);

const ms = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** One exchange as it truly is. Instants are of true time, ms since EPOCH_MS. */
interface Truth {
  sentAt: number;
  forthMs: number;
  heldMs: number;
  backMs: number;
  /** The server's clock: ahead of true time, and running too fast. */
  aheadMs: number;
  serverPpm: number;
  /** log2 s: its clock shows multiples of this, rounded down; stamps may be taken one such step apart. */
  precision: number;
  /** The local clock, as calibrated: ahead of true time at zero, and running too fast. */
  localAheadMs: number;
  localPpm: number;
}

const exchanges: fc.Arbitrary<Truth> = fc.record({
  sentAt: ms(0, 60_000),
  forthMs: fc.oneof(ms(0, 100), ms(0, 0.01), fc.constant(0)),
  heldMs: fc.oneof(ms(0, 0.1), ms(0, 500)),
  backMs: fc.oneof(ms(0, 100), ms(0, 0.01), fc.constant(0)),
  aheadMs: fc.oneof(ms(-1, 1), ms(-1e7, 1e7)),
  serverPpm: fc.constant(0),
  precision: fc.integer({ min: -26, max: -5 }),
  localAheadMs: ms(-1000, 1000),
  localPpm: ms(-PHI * 1e6, PHI * 1e6),
});

/** What the client makes of it. */
function observe(truth: Truth): Reply {
  const receivedAt = truth.sentAt + truth.forthMs;
  const stepMs = 2 ** truth.precision * 1000;
  const stamp = (at: number) => fromMs(Math.floor(serverMs(truth, at) / stepMs) * stepMs, EPOCH_MS);
  const packet = reply({
    precision: truth.precision,
    receive: stamp(receivedAt),
    transmit: stamp(receivedAt + truth.heldMs),
  });
  // The monotonic clock that the client reads runs at the local clock's own rate.
  const clock: Clock = {
    epochMs: EPOCH_MS,
    halfWidthMs: 0,
    anchoredMs: 0,
    wallMs: (monotonicMs) => monotonicMs + truth.localAheadMs,
  };
  const monotonicMs = (at: number) => at * (1 + truth.localPpm * 1e-6);
  return toSample(packet, { t1: monotonicMs(truth.sentAt), t4: monotonicMs(arrivedAt(truth)) }, clock);
}

function serverMs({ aheadMs, serverPpm }: Truth, at: number): number {
  return at + aheadMs + at * serverPpm * 1e-6;
}

function localMs({ localAheadMs, localPpm }: Truth, at: number): number {
  return at * (1 + localPpm * 1e-6) + localAheadMs;
}

function arrivedAt({ sentAt, forthMs, heldMs, backMs }: Truth): number {
  return sentAt + forthMs + heldMs + backMs;
}

describe("The truth lies within a sample's offset +- error bound", () => {
  test('at every instant of the exchange, whatever the two ways are like and however the local clock errs', () => {
    fc.assert(
      fc.property(exchanges, ms(0, 1), (truth, share) => {
        const sample = observe(truth);
        const at = truth.sentAt + share * (arrivedAt(truth) - truth.sentAt);
        const trueOffsetMs = serverMs(truth, at) - localMs(truth, at);
        expect(Math.abs(sample.offsetMs - trueOffsetMs)).toBeLessThanOrEqual(
          errorBoundMs(sample) + ROUNDING_MS,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('at the instant at which it answered, for a server that drifts a hundred times faster than allowed', () => {
    const drifting = exchanges.chain((truth) =>
      ms(-1500, 1500).map((serverPpm) => ({ ...truth, serverPpm, heldMs: 0 })),
    );
    fc.assert(
      fc.property(drifting, (truth) => {
        const sample = observe(truth);
        const at = truth.sentAt + truth.forthMs;
        const trueOffsetMs = serverMs(truth, at) - localMs(truth, at);
        expect(Math.abs(sample.offsetMs - trueOffsetMs)).toBeLessThanOrEqual(
          errorBoundMs(sample) + ROUNDING_MS,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('The error bound is no larger than it has to be:', () => {
  const perfect: Truth = {
    sentAt: 0,
    forthMs: 0,
    heldMs: 0,
    backMs: 0,
    aheadMs: 0,
    serverPpm: 0,
    precision: -24,
    localAheadMs: 0,
    localPpm: 0,
  };

  test.each<[string, Partial<Truth>]>([
    ['a delay that lies all on the way there', { forthMs: 80 }],
    ['a delay that lies all on the way back', { backMs: 80 }],
    ['a coarse clock, stamped just before its next step', { precision: -6, aheadMs: 15.6249 }],
  ])('%s needs nearly all of it', (_name, fields) => {
    const truth = { ...perfect, ...fields };
    const sample = observe(truth);
    const error = sample.offsetMs - (serverMs(truth, 0) - localMs(truth, 0));
    expect(Math.abs(error) / errorBoundMs(sample)).toBeGreaterThan(0.95);
  });
});
