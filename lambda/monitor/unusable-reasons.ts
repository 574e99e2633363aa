import type { UnusableReason } from '../ntp/diagnose';

/**
 * Why a server is unusable: the values of the dimension `Reason`. The list is closed, because every entry is a metric
 * that costs money; a reason that isn't in it counts as the last one.
 */
export const UNUSABLE_REASONS = [
  'timeout',
  'port-closed',
  'name-not-found',
  'dns-failed',
  'unsynchronised',
  'kiss',
  'bad-packet',
  'negative-delay',
  'network',
  'deadline',
  'clock-moved',
  'other',
] as const satisfies readonly (UnusableReason | 'other')[];

export type CountedReason = (typeof UNUSABLE_REASONS)[number];

/** The entry of the list that a reading's reason counts as. */
export function countedReason(reason: string | undefined): CountedReason {
  return UNUSABLE_REASONS.find((each) => each === reason) ?? 'other';
}
