import type { AlarmState } from './alarm-state';
import type { Suppressor } from './simulated-alarm';

/** What a composite alarm with a suppressor remembers from one evaluation to the next. */
export interface Suppression<Change> {
  /** The last change of state whose actions are neither taken nor overtaken by another change's. */
  held: Change | undefined;
  /** When the wait or extension period ends that is running, ms since 1970. */
  periodEndMs: number | undefined;
  suppressorInAlarm: boolean;
}

export const UNSUPPRESSED: Suppression<never> = {
  held: undefined,
  periodEndMs: undefined,
  suppressorInAlarm: false,
};

/** What happens in one evaluation. */
export interface SuppressionInput<Change> {
  /** The composite alarm's change of state, if any. */
  change: Change | undefined;
  /** As of this evaluation. */
  suppressorState: AlarmState;
  /** ms since 1970 */
  nowMs: number;
}

export interface SuppressionStep<Change> {
  next: Suppression<Change>;
  /** The change whose actions are taken now. */
  released: Change | undefined;
}

/**
 * One evaluation of a composite alarm's suppressor.
 *
 * While the suppressor is in ALARM no actions are taken. A change of state while it isn't starts a wait period,
 * which gives the suppressor time to follow; the suppressor's leaving ALARM starts an extension period, which
 * gives the composite alarm time to recover. Another change discards what is running and starts a new wait.
 * When the period is over, the actions are those of the state that the alarm is in by then: if it has
 * recovered meanwhile, that is OK's, though nobody was told of its ALARM. Without any change kept back, a
 * period ends with no actions.
 *
 * Source: CloudWatch User Guide, "Alarm suppression".
 *
 */
export function suppress<Change>(
  suppressor: Suppressor,
  before: Suppression<Change>,
  { change, suppressorState, nowMs }: SuppressionInput<Change>,
): SuppressionStep<Change> {
  const suppressorInAlarm = suppressorState === 'ALARM';
  const held = change ?? before.held;
  if (suppressorInAlarm) {
    return { next: { held, periodEndMs: undefined, suppressorInAlarm }, released: undefined };
  }
  let { periodEndMs } = before;
  if (change !== undefined) {
    periodEndMs = nowMs + suppressor.waitMs;
  } else if (before.suppressorInAlarm) {
    periodEndMs = nowMs + suppressor.extensionMs;
  }
  if (periodEndMs !== undefined && nowMs < periodEndMs) {
    return { next: { held, periodEndMs, suppressorInAlarm }, released: undefined };
  }
  return { next: { held: undefined, periodEndMs: undefined, suppressorInAlarm }, released: held };
}
