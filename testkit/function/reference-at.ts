import type { Reference } from '../../lambda/monitor/reference-time';
import { around } from '../../lambda/ntp/correctness-interval';

/** Reference time is the local clock plus `offsetMs`, to within `boundMs`. */
export function referenceAt(offsetMs = 0, boundMs = 0, votes: Reference['votes'] = new Map()): Reference {
  return {
    reading: {
      source: 'consensus',
      known: true,
      clockOffsetMs: offsetMs,
      boundMs,
      truechimers: [],
      falsetickers: [],
    },
    votes,
    time: {
      offsetMs,
      offsetAtMs: () => offsetMs,
      boundsAtMs: () => around(offsetMs, boundMs),
      evidenceAtMs: () => undefined,
    },
  };
}
