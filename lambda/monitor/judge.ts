import type { Interval } from '../ntp/correctness-interval';
import type { Verdict } from './reading';

/** What is published of an offset: the true one lies within `offsetMs +- uncertaintyMs`. */
export interface Published {
  offsetMs: number;
  uncertaintyMs: number;
}

/** More than rounding takes away, and below what a clock can be measured to. */
const MIN_STEP_MS = 1e-3;

type Proof = Exclude<Verdict, 'unusable'>;

/**
 * What can be proven of an offset that lies within `uncertaintyMs` of the true one.
 * A limit reached exactly is kept. All in ms; `uncertaintyMs` and `limitMs` are not negative.
 */
export function judge({ offsetMs, uncertaintyMs }: Published, limitMs: number): Proof {
  if (Math.abs(offsetMs) + uncertaintyMs <= limitMs) {
    return 'within';
  }
  return Math.abs(offsetMs) - uncertaintyMs > limitMs ? 'outside' : 'uncertain';
}

/**
 * Says an interval as an offset with its uncertainty, without losing what the interval proves.
 *
 * The offset is the estimate. It is moved by the least that is needed, and only where the interval proves
 * something that a symmetric one around the estimate doesn't (docs/decisions/0017-judgement.md).
 *
 * @param estimateMs the best single number for the true offset
 * @param proven where the true offset is proven to lie
 */
export function publish(estimateMs: number, proven: Interval, limitMs: number): Published {
  const estimate = clampToInterval(estimateMs, proven);
  const middle = covering((proven.lowMs + proven.highMs) / 2, proven);
  const verdict = judge(middle, limitMs);
  const nearest =
    verdict === 'within'
      ? nearestWithin(estimate, proven, limitMs)
      : nearestOutside(estimate, proven, limitMs);
  const tries = [covering(estimate, proven), covering(nearest, proven)];
  // Where an end is all but the limit, rounding decides; the middle says what the interval does.
  return tries.find((each) => judge(each, limitMs) === verdict) ?? middle;
}

/** `|o| + uncertainty <= limit`: below zero that is `high - 2 o <= limit`, above it `2 o - low <= limit`. */
function nearestWithin(estimateMs: number, { lowMs, highMs }: Interval, limitMs: number): number {
  return clampToInterval(estimateMs, { lowMs: (highMs - limitMs) / 2, highMs: (lowMs + limitMs) / 2 });
}

/** `|o| - uncertainty > limit`: for a server that is ahead, `2 o - high > limit`; mirrored for one behind. */
function nearestOutside(estimateMs: number, { lowMs, highMs }: Interval, limitMs: number): number {
  const sign = Math.sign(lowMs + highMs);
  const farMs = Math.max(sign * lowMs, sign * highMs);
  const leastMs = Math.min((farMs + limitMs) / 2 + MIN_STEP_MS, (sign * (lowMs + highMs)) / 2);
  return sign * Math.max(sign * estimateMs, leastMs);
}

function covering(offsetMs: number, { lowMs, highMs }: Interval): Published {
  return { offsetMs, uncertaintyMs: Math.max(offsetMs - lowMs, highMs - offsetMs) };
}

function clampToInterval(value: number, { lowMs, highMs }: Interval): number {
  return Math.min(Math.max(value, lowMs), highMs);
}

/** Widens what is published until nothing is proven of the limit, and by `byMs` at the least. */
export function unproven({ offsetMs, uncertaintyMs }: Published, byMs: number, limitMs: number): Published {
  const needed = Math.abs(limitMs - Math.abs(offsetMs)) + MIN_STEP_MS;
  return { offsetMs, uncertaintyMs: Math.max(uncertaintyMs + byMs, needed) };
}
