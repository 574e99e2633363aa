import { around, hullOfAgreement, type Interval, intersection, widened } from '../correctness-interval';
import { errorBoundMs, type Sample } from '../sample';
import { PHI } from './local-clock';

/**
 * How the local clock drifts, from the samples of one run.
 *
 * Two samples of one server bound the rate at which its time gains on the local clock: the offset between them
 * changed by what they say, give or take both error bounds. A server that is stepped or slewed shows that, too,
 * and so does one that lies; what most of the servers say in the same way is the local clock
 * (docs/decisions/0001-clock.md).
 */

/** What true time gains on the local clock in a second, ms: -0.1 for a clock that is fast by 100 ppm. */
export type ClockDrift = Interval;

/**
 * What is assumed where nothing can be measured: chrony grants 2,000 ppm to a clock that it doesn't know yet. It
 * matters for a second or two at the most, because servers that were asked for longer measure the clock.
 */
const UNMEASURED: ClockDrift = { lowMs: -2, highMs: 2 };
/** No clock is slewed by more: chronyd's `maxslewrate` is 83,333 ppm. */
const ANY_DRIFT: ClockDrift = { lowMs: -100, highMs: 100 };
/** What a server itself may drift (RFC 5905: PHI), in seconds of a local clock that is as slow as it can be, ms. */
const SERVER_DRIFT_MS = PHI * 1000 * 1.1;
/** In less time error bounds leave any rate possible. Two spacings of polite samples are more. */
const MIN_BASELINE_MS = 3000;
/** Fewer servers can't tell whose clock it is. */
export const MIN_SERVERS = 3;

/**
 * @param servers the samples of each server that is trusted with reference time
 * @param configured how many of those there are, silent ones included: less than half of them may mislead
 */
export function measureDrift(servers: readonly (readonly Sample[])[], configured: number): ClockDrift {
  const first = agreedDrift(servers, configured, ANY_DRIFT);
  // Error bounds depend on the drift, too: once it is known roughly, they are tighter.
  return (first && agreedDrift(servers, configured, first)) ?? UNMEASURED;
}

function agreedDrift(
  servers: readonly (readonly Sample[])[],
  configured: number,
  drift: ClockDrift,
): ClockDrift | undefined {
  const rates = servers.flatMap((samples) => gainOf(samples, drift) ?? []);
  const agreeing = rates.length - Math.floor((configured - 1) / 2);
  return configured < MIN_SERVERS || agreeing < 1
    ? undefined
    : intersection(hullOfAgreement(rates, agreeing) ?? ANY_DRIFT, ANY_DRIFT);
}

/**
 * What one server's time gains on the local clock in a second, ms: bounds for its mean over the run.
 * @returns undefined without two samples that are far enough apart
 */
function gainOf(samples: readonly Sample[], drift: ClockDrift): Interval | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.arrivedMs - first.sentMs < MIN_BASELINE_MS) {
    return undefined;
  }
  const rates = pairsOf(samples).map(([from, to]) => {
    const seconds = (to.arrivedMs - from.sentMs) / 1000;
    const errorMs = errorBoundMs(from, drift) + errorBoundMs(to, drift);
    const gainMs = to.offsetMs - from.offsetMs;
    return widened(
      { lowMs: (gainMs - errorMs) / seconds, highMs: (gainMs + errorMs) / seconds },
      SERVER_DRIFT_MS,
    );
  });
  const common = rates.reduce<Interval | undefined>((all, each) => all && intersection(all, each), {
    lowMs: -Infinity,
    highMs: Infinity,
  });
  // A rate that changes within the run lies anywhere between those that were seen.
  return common ?? hull(rates);
}

/** Every two samples, the earlier one first. */
function pairsOf(samples: readonly Sample[]): [Sample, Sample][] {
  return samples.flatMap((from, i) => samples.slice(i + 1).map((to): [Sample, Sample] => [from, to]));
}

function hull(intervals: readonly Interval[]): Interval {
  return {
    lowMs: Math.min(...intervals.map(({ lowMs }) => lowMs)),
    highMs: Math.max(...intervals.map(({ highMs }) => highMs)),
  };
}

/** Where an offset against the local clock lies `elapsedMs` after, or before, it lay in an interval. */
export function drifted({ lowMs, highMs }: Interval, drift: ClockDrift, elapsedMs: number): Interval {
  const gains = [drift.lowMs, drift.highMs].map((perSecond) => (perSecond * elapsedMs) / 1000);
  return { lowMs: lowMs + Math.min(...gains), highMs: highMs + Math.max(...gains) };
}

/**
 * How far a server moved against true time within the run, ms, beyond what its samples' error bounds and the
 * local clock's drift allow; 0 if it didn't.
 */
export function movementMs(samples: readonly Sample[], drift: ClockDrift): number {
  const offsets = samples.map(({ offsetMs }) => offsetMs);
  const leastErrorMs = Math.min(...samples.map((each) => errorBoundMs(each, drift)));
  if (Math.max(...offsets) - Math.min(...offsets) <= 2 * leastErrorMs) {
    return 0; // as nearly always: a fleet has no time to look at every pair
  }
  const allowed = widened(drift, SERVER_DRIFT_MS);
  return pairsOf(samples).reduce((most, [from, to]) => {
    const errorMs = errorBoundMs(from, drift) + errorBoundMs(to, drift);
    const { lowMs, highMs } = drifted(around(0, errorMs), allowed, to.arrivedMs - from.sentMs);
    const gainMs = to.offsetMs - from.offsetMs;
    const moved = gainMs < lowMs || gainMs > highMs ? gainMs - (lowMs + highMs) / 2 : 0;
    return Math.abs(moved) > Math.abs(most) ? moved : most;
  }, 0);
}
