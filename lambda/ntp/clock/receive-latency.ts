/**
 * Hears a reply as soon as it comes, and knows how late that still is.
 *
 * An event loop that sleeps is woken tens of microseconds after a packet has come, so for a moment after each
 * request it doesn't sleep but turns. And between the kernel's handing a packet over and the first statement of
 * its handler lie microseconds of libuv and Node. How many is seen whenever a turn of the loop finds a packet:
 * the time since that turn began, which is about as long for most packets (docs/accuracy.md).
 */

/**
 * How long the loop turns after a request, ms. Servers whose readings are good to microseconds answer sooner;
 * turning for longer would use up a small share of CPU, and the kernel would stop the process just when the
 * reply comes.
 */
const SPIN_MS = 0.5;

/** A packet that seems to take longer from the kernel to its handler waited for CPU, which others need not. */
const MAX_RECEIVE_LATENCY_MS = 0.02;

/** See `usual`; some of the time from a turn's beginning on passes before it looks for packets. */
const MAX_TIMES_LEAST = 1.5;

export interface ReceiveLatency {
  /** Keeps the event loop from sleeping for a moment after a request that left at `sentMs`. */
  spin(sentMs: number): void;
  /**
   * How long a packet has usually been here when its handler begins, ms; 0 as long as that isn't known. Less than
   * twice what every packet takes, so that half the delay bounds the error (`toSample`).
   * @param heardMs `performance.now()` in the first statement of the handler
   */
  usual(heardMs: number): number;
}

/** Knows nothing yet of this event loop: to be kept for as long as the process measures. */
export function receiveLatency(): ReceiveLatency {
  let spinUntilMs = -Infinity;
  let turning = false;
  /** When the turn under way began; NaN, which compares with nothing, while the loop may sleep. */
  let turnMs = Number.NaN;
  /** The last times from the beginning of a turn to the handler of a packet that it found, ms, in a ring. */
  const samplesMs = new Float64Array(64);
  let sampleCount = 0;
  /** What they say, so that packets which show nothing new cost nothing. */
  let usualMs = 0;

  /** Between this and the handlers of the packets that have come there is only the system call that asks for them. */
  const turn = () => {
    const nowMs = performance.now();
    turning = nowMs < spinUntilMs;
    turnMs = turning ? nowMs : Number.NaN;
    if (turning) {
      setImmediate(turn);
    }
  };

  return {
    spin(sentMs) {
      spinUntilMs = sentMs + SPIN_MS;
      if (!turning) {
        turning = true;
        setImmediate(turn);
      }
    },
    usual(heardMs) {
      const hearingMs = heardMs - turnMs;
      if (hearingMs <= MAX_RECEIVE_LATENCY_MS) {
        samplesMs[sampleCount++ % samplesMs.length] = hearingMs;
        usualMs = typical(samplesMs.slice(0, sampleCount));
      }
      return usualMs;
    },
  };
}

function typical(samplesMs: Float64Array): number {
  const sorted = samplesMs.sort();
  // The median: the least gets ever less typical the more there are.
  return Math.min(sorted[(sorted.length - 1) >> 1]!, MAX_TIMES_LEAST * sorted[0]!);
}
