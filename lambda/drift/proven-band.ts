import type { Seen } from './seen';

/** The rates that no reading rules out, ppm. */
export interface ProvenBand {
  lowPpm: number;
  highPpm: number;
}

/** How much a clock's own rate may wander within a window, ppm. */
const SLACK_PPM = 0.1;

/**
 * The rates b for which some line a + b t passes through every reading's interval: each pair of readings allows a
 * range, and what all pairs allow is the answer (Helly). No assumption about noise goes into it.
 * @param seen in order of time; those without an uncertainty prove nothing
 * @returns 'step' when no line does: the clock, or the reference, was set; undefined with fewer than two readings
 */
export function provenBand(seen: readonly Seen[]): ProvenBand | 'step' | undefined {
  const edges = (sign: number) =>
    seen.map(({ reading: { offsetMs, uncertaintyMs = Infinity } }) => offsetMs + sign * uncertaintyMs);
  const [least, most] = [edges(-1), edges(1)];
  let [lowPpm, highPpm] = [-Infinity, Infinity];
  for (const [j, { tKs }] of seen.entries()) {
    for (let i = 0; i < j; i += 1) {
      const apartKs = tKs - seen[i]!.tKs;
      lowPpm = Math.max(lowPpm, (least[j]! - most[i]!) / apartKs - SLACK_PPM);
      highPpm = Math.min(highPpm, (most[j]! - least[i]!) / apartKs + SLACK_PPM);
    }
  }
  if (highPpm === Infinity) {
    return undefined;
  }
  return lowPpm > highPpm ? 'step' : { lowPpm, highPpm };
}
