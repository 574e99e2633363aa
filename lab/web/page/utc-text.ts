/** Time of day in UTC, as the log and the mails have it. */
export function clockTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

/** The date in UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Date and time of day in UTC. */
export function dateTime(ms: number): string {
  return `${dayOf(ms)} ${clockTime(ms)}`;
}
