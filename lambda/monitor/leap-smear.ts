import { mayBeSmeared } from '../ntp/leap-second';
import { isReference, type RunPlan, type Server } from './event';

/**
 * Whether a server and reference time may be up to a second apart although both do what they are configured for: one of
 * them smears leap seconds, and one may be near. Smearing can't be seen in a packet, nor that a leap second was yesterday.
 */
export function mayBeApartByLeap(
  { smeared }: Pick<Server, 'smeared'>,
  plan: Pick<RunPlan, 'reference' | 'servers'>,
  timeMs: number,
): boolean {
  return mayBeSmeared(timeMs) && smeared !== isReferenceSmeared(plan);
}

/** Lambda's clock follows the Amazon Time Sync Service, which smears (EC2 User Guide, "Set the time"). */
function isReferenceSmeared({ reference, servers }: Pick<RunPlan, 'reference' | 'servers'>): boolean {
  return reference === 'clock' || servers.some((each) => each.smeared && isReference(each, reference));
}
