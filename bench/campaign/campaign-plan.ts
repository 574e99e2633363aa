import { parseEvent, type ReferenceSource, type RunPlan, type ServerInput } from '../../lambda/monitor/event';

/** Longer than any round trip of a campaign; a request without a reply costs so much. */
export const CAMPAIGN_REPLY_TIMEOUT_MS = 400;

/** A campaign's run is never cut off. */
export const CAMPAIGN_DEADLINE_MS = 60_000;

/** A run against these servers, which nobody remembers afterwards. */
export function campaignPlan(reference: ReferenceSource, servers: readonly ServerInput[]): RunPlan {
  return parseEvent({ monitor: 'campaign', reference, history: false, servers });
}
