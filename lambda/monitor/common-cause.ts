/** This part of all servers failing at once, within these bounds, has a cause in common. */
const SHARE_IN_COMMON = 1 / 4;
const MIN_IN_COMMON = 2;
const MAX_IN_COMMON = 4;

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
