import { SERVER_DEFAULTS } from './server-keys';

/** What a monitor may leave out. The function fills these in, so that a schedule's input stays short. */
export const DEFAULTS = {
  limitMs: SERVER_DEFAULTS.limitMs,
  reference: 'consensus',
  maxVoterDistanceMs: 250,
  history: true,
  alarms: 'all',
  intervalMs: 60_000,
} as const;

/** RFC 5905's selection can outvote one liar only from three voters on; design decision: never fewer. */
export const MIN_VOTERS = 3;

/**
 * How a server is sampled. `polite` keeps RFC 5905's burst spacing of 2 s (section 13.2) and
 * RFC 8633's advice on load; `fast` is for servers of one's own.
 */
export const PACING = {
  polite: { samples: 4, spacingMs: 2000 },
  fast: { samples: 8, spacingMs: 0 },
} as const;

/**
 * How long one request waits for its reply. A reply slower than this has delay/2 above RFC 5905's
 * MAXDIST of 1 s and could not be used anyway.
 */
export const REPLY_TIMEOUT_MS = 2000;

/** How long one run may take to resolve names before servers without an address are given up. */
export const RESOLVE_BUDGET_MS = 3000;

/** Kept free at the end of an invocation for publishing with retries. */
export const PUBLISH_RESERVE_MS = 10_000;

/** No Lambda clock was ever seen to err by so much: one of the two is wrong, and nothing is proven. */
export const MAX_CLOCK_DIFFERENCE_MS = 60_000;
