import { formatAddress } from '../../ntp/dns/address';
import type { Measured } from '../../ntp/measure';
import { followersRefId } from '../../ntp/reference-id';
import { type Reply, restoreReply } from '../../ntp/sample';
import type { RunPlan } from '../event';
import type { RemarkId } from '../remarks/remark';
import { isFit, remarksOnItself } from './fitness';
import { findKinship, type Kinship } from './kinship';

/** A voter that was measured. */
export interface Voter {
  server: string;
  /** `formatAddress` of where it was asked. */
  address: string;
  best: Reply;
  rootDistanceMs: number;
  jitterMs: number;
}

/** One clock's vote. */
interface Vote {
  /** Whose statement it is: the upstream's while that answers. */
  voice: Voter;
  /** All fit voters that share it, the voice included. */
  members: Voter[];
}

/** Who votes, before anything is counted. */
export interface Ballot {
  /** How many voters are configured, those included that can't vote in this run. */
  configured: number;
  votes: Vote[];
  /** Voters that were measured and are not fit to vote. */
  barred: string[];
  kinship: Kinship;
}

/**
 * Gives each clock one vote.
 * @param measured one entry per server of the plan, in order
 */
export function collectVotes(plan: RunPlan, measured: readonly Measured[]): Ballot {
  const all = plan.servers.map((server, i) => ({ server, measured: measured[i]! }));
  const configured = all.filter(({ server }) => server.role === 'reference');
  const voters = new Map<string, Voter>();
  const unfit = new Map<string, RemarkId[]>();
  for (const { server, measured: each } of configured) {
    const { address, best, rootDistanceMs, jitterMs, unusable } = each;
    const remarks = remarksOnItself(server, each, plan.maxVoterDistanceMs);
    if (!isFit(remarks)) {
      unfit.set(
        server.name,
        remarks.map(({ id }) => id),
      );
    } else if (address && best && rootDistanceMs !== undefined && !unusable) {
      const asked = { server: server.name, address: formatAddress(address) };
      voters.set(server.name, { ...asked, best, rootDistanceMs, jitterMs });
    }
  }
  const kinship = findKinship(configured.map(({ server, measured: each }) => toRelative(server.name, each)));
  const families = new Map(kinship.families.flatMap((family) => family.map((member) => [member, family])));
  const clocks = new Set(configured.map(({ server: { name } }) => families.get(name) ?? [name]));
  const adrift = refIdsOfFreeRunning(plan, measured);
  const followsAdrift = ({ best: { packet } }: Voter) =>
    packet.stratum > 1 && adrift.has(packet.refId.toString('hex'));
  const votes = [...clocks].flatMap((clock): Vote[] => {
    const members = clock.flatMap((name) => voters.get(name) ?? []);
    // What follows a clock that drifts freely drifts along, whatever it says of itself.
    const head = clock.find((name) => voters.has(name) || unfit.has(name));
    const isAdrift = unfit.get(head ?? '')?.includes('free-running');
    return members.length === 0 || isAdrift || followsAdrift(members[0]!)
      ? []
      : [{ voice: members[0]!, members }];
  });
  return { configured: configured.length, votes, barred: [...unfit.keys()], kinship };
}

/** How followers name the servers that run freely, voters or not. */
function refIdsOfFreeRunning(plan: RunPlan, measured: readonly Measured[]): Set<string> {
  const free = measured.filter((each, i) =>
    remarksOnItself(plan.servers[i]!, each, plan.maxVoterDistanceMs).some(({ id }) => id === 'free-running'),
  );
  return new Set(
    free
      .flatMap(({ address, addresses }) => addresses ?? (address ? [address] : []))
      .map(({ ip }) => followersRefId(ip)),
  );
}

/** By all of its samples: a clock that is set within the run shows two instants, of which its kin's best has one. */
function toRelative(server: string, { address, addresses, sampled }: Measured) {
  const packets = sampled.samples.map((sample) => restoreReply(sample).packet);
  return { server, address, addresses: addresses ?? (address ? [address] : []), packets };
}
