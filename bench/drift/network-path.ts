import type { Random } from '../../testkit/seeded-random';

/** How packets travel between a monitor and a server, ms. */
export interface NetworkPath {
  name: string;
  roundTripMs: number;
  /** Mean of what queues add to each way, exponentially distributed. */
  jitterMs: number;
}

/** Named by round trip / jitter each way, ms: a near server, one across a country, one across an ocean. */
export const DRIFT_PATHS = {
  near: { name: '1/0.2', roundTripMs: 1, jitterMs: 0.2 },
  country: { name: '20/10', roundTripMs: 20, jitterMs: 10 },
  ocean: { name: '100/40', roundTripMs: 100, jitterMs: 40 },
} as const satisfies Record<string, NetworkPath>;

/** What else a path does at an instant, ms: a detour of one way, more queue. */
export interface PathState {
  upMs: number;
  downMs: number;
  /** Factor on the jitter. */
  load: number;
}

export const USUAL_STATE: PathState = { upMs: 0, downMs: 0, load: 1 };
/** As a polite run takes them. */
const SAMPLES = 4;
/** Of the stamps at both ends, ms. */
const STAMP_NOISE_MS = 0.005;

/** The best of a run's samples: its delay, and what it adds to the offset. */
export function bestExchange(path: NetworkPath, state: PathState, random: Random) {
  let best = { delayMs: Infinity, errorMs: 0 };
  for (let i = 0; i < SAMPLES; i += 1) {
    const jitterMs = path.jitterMs * state.load;
    const upMs = path.roundTripMs / 2 + state.upMs - jitterMs * Math.log(1 - random());
    const downMs = path.roundTripMs / 2 + state.downMs - jitterMs * Math.log(1 - random());
    if (upMs + downMs < best.delayMs) {
      best = { delayMs: upMs + downMs, errorMs: (upMs - downMs) / 2 };
    }
  }
  return { delayMs: best.delayMs, errorMs: best.errorMs + STAMP_NOISE_MS * normal(random) };
}

/** A standard normal number (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
