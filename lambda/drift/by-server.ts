/** Values by the names of servers, of which one may be called `constructor`: without what every object inherits. */
export function byServer<T>(entries: Iterable<readonly [server: string, value: T]>): Record<string, T> {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
