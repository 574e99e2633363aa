import type { AlarmState } from './alarm-state';

/** A change of an alarm's state. */
export interface Transition {
  /** ms since 1970 */
  timeMs: number;
  alarm: string;
  from: AlarmState;
  to: AlarmState;
  reason: string;
}

/** What is sent because of a change: once, to all actions of the new state. */
export interface Notification extends Transition {
  /** When it is sent, ms since 1970; later than the change if a suppressor or a mute rule kept it back. */
  sentMs: number;
  description: string;
  /** ARNs, or ids of resources of the template. Never empty. */
  actions: readonly string[];
}

export interface AlarmEvents {
  transitions: Transition[];
  notifications: Notification[];
}
