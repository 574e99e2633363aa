/** This part of all servers failing at once, within these bounds, has a cause in common. */
const SHARE_IN_COMMON = 1 / 4;
const MIN_IN_COMMON = 2;
const MAX_IN_COMMON = 4;
/** Above this many servers, warnings are told of all together: a stack holds 500 resources. */
const MAX_SERVERS_WITH_WARNINGS = 50;

/**
 * From how many bad servers in one run on they are one problem, and not one for each of them. A small number: above it
 * every further server is told as one more of the same.
 *
 * @param servers how many servers page
 * @returns infinity for a single server, which has nothing in common with anything
 */
export function commonCauseThreshold(servers: number): number {
  const share = Math.ceil(servers * SHARE_IN_COMMON);
  return servers < 2 ? Infinity : Math.min(Math.max(share, MIN_IN_COMMON), MAX_IN_COMMON);
}

/** Whether each of so many servers has warnings of its own. */
export function warnsPerServer(servers: number): boolean {
  return servers <= MAX_SERVERS_WITH_WARNINGS;
}

/** From how many uncertain servers in one run on all of them are one warning. @param commonCause as of those that page */
export function uncertainTogether(servers: number, commonCause: number): number {
  return warnsPerServer(servers) ? commonCause : 1;
}
