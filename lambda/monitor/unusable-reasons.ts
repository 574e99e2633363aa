import { UNUSABLE_REASONS } from '../ntp/diagnose';

/**
 * The values of the dimension `Reason`. The list is closed, because every entry is a metric that costs money; a reason
 * that isn't in it counts as the last one.
 */
export const COUNTED_REASONS = [...UNUSABLE_REASONS, 'other'] as const;

export type CountedReason = (typeof COUNTED_REASONS)[number];

/** The entry of the list that a reading's reason counts as. */
export function countedReason(reason: string | undefined): CountedReason {
  return COUNTED_REASONS.find((each) => each === reason) ?? 'other';
}
