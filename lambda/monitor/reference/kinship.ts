import { type Address, formatAddress } from '../../ntp/dns/address';
import { isSynchronised, type Packet } from '../../ntp/packet';
import { followersRefId, isFreeRunning } from '../../ntp/reference-id';

/** A configured voter, as far as it shows whose clock it serves. */
export interface Relative {
  server: string;
  /** Where it was asked. */
  address: Address | null;
  /** Every address that its name resolved to. */
  addresses: readonly Address[];
  /** What it answered; none, if it is silent. */
  packets: readonly Packet[];
}

/** Who serves whose clock, by name. */
export interface Kinship {
  /** Voters with one clock, two at the least: the followed before their followers. */
  families: string[][];
  /** For a voter that follows another one: which. */
  upstreamOf: ReadonlyMap<string, string>;
  /** Voters that follow each other, in a circle. */
  loops: string[][];
  /** Voters that follow one server which is no voter: not kin, because each adds an error of its own. */
  commonUpstreams: string[][];
}

/** For a voter that follows another one: which. Voters are known by their place in the list. */
type Upstreams = ReadonlyMap<number, number>;

/**
 * Finds voters that serve one clock: by the address, by the reference id, which names the server that a
 * secondary server follows (RFC 5905, section 7.3), and by the instant at which their clock was last set.
 */
export function findKinship(voters: readonly Relative[]): Kinship {
  const upstreamOf = findUpstreams(voters);
  /** What all voters with one clock have in common. */
  const clocks = voters.map((_, i) => i);
  const equal = [
    ...groupPlaces(voters, ({ address, packets }) =>
      address && packets.length > 0 ? [formatAddress(address)] : [],
    ).values(),
    ...groupPlaces(voters, ({ packets }) => packets.flatMap(clockKey)).values(),
    ...upstreamOf,
  ];
  for (const [first, ...others] of equal) {
    for (const each of others) {
      const [clock, other] = [clocks[first!]!, clocks[each]];
      clocks.forEach((its, i) => {
        clocks[i] = its === other ? clock : its;
      });
    }
  }
  const families = groupPlaces(clocks, (clock) => [clock]);
  const followers = groupPlaces(voters, ({ packets }) =>
    packets.filter((each) => namesUpstream(each) && !isOwnAffair(each)).map(refIdKey),
  );
  const name = (voter: number) => voters[voter]!.server;
  return {
    families: [...families.values()]
      .filter(({ length }) => length > 1)
      .map((family) => upstreamFirst(family, upstreamOf).map(name)),
    upstreamOf: new Map([...upstreamOf].map(([follower, upstream]) => [name(follower), name(upstream)])),
    loops: findLoops(upstreamOf).map((loop) => loop.map(name)),
    commonUpstreams: [...followers.values()]
      .map((those) => those.filter((each) => !upstreamOf.has(each)))
      .filter((those) => new Set(those.map((each) => clocks[each])).size > 1)
      .map((those) => those.map(name)),
  };
}

/** The voter that each follows: of several at one address the one that was asked there, else the first. */
function findUpstreams(voters: readonly Relative[]): Map<number, number> {
  const asked = groupPlaces(voters, ({ address }) => (address ? [followersRefId(address.ip)] : []));
  const known = groupPlaces(voters, ({ addresses }) => addresses.map(({ ip }) => followersRefId(ip)));
  const upstreamOf = new Map<number, number>();
  for (const [i, { packets }] of voters.entries()) {
    for (const packet of packets.filter(namesUpstream)) {
      const followed = [asked, known].flatMap((voterAt) => voterAt.get(refIdKey(packet)) ?? []);
      const upstream = followed.find((each) => each !== i);
      if (upstream !== undefined) {
        upstreamOf.set(i, upstream);
      }
    }
  }
  return upstreamOf;
}

function upstreamFirst(family: readonly number[], upstreamOf: Upstreams): number[] {
  const depths = new Map(family.map((voter) => [voter, chain(voter, upstreamOf).length]));
  return [...family].sort((a, b) => depths.get(a)! - depths.get(b)! || a - b);
}

function findLoops(upstreamOf: Upstreams): number[][] {
  const inLoop = new Set<number>();
  const loops: number[][] = [];
  for (const voter of upstreamOf.keys()) {
    const ancestors = chain(voter, upstreamOf);
    const closes = upstreamOf.get(ancestors.at(-1)!) === voter;
    if (closes && !inLoop.has(voter)) {
      loops.push(ancestors);
      for (const each of ancestors) {
        inLoop.add(each);
      }
    }
  }
  return loops;
}

/** A voter, the one that it follows, and so on, each once. */
function chain(voter: number, upstreamOf: Upstreams): number[] {
  const seen = new Set<number>();
  for (let each: number | undefined = voter; each !== undefined && !seen.has(each); ) {
    seen.add(each);
    each = upstreamOf.get(each);
  }
  return [...seen];
}

/** Whether the reference id is that of a server: a primary one names its source there, in letters. */
function namesUpstream(packet: Packet): boolean {
  return packet.stratum > 1 && isSynchronised(packet) && !isFreeRunning(packet);
}

/** What a reference id means to each server alone: nothing, its own host, or a driver or a smear of its own. */
const OWN_AFFAIR = /^(00|7f)/;
const OWN_HOST_BY_IPV6 = followersRefId('::1');

function isOwnAffair(packet: Packet): boolean {
  const key = refIdKey(packet);
  return OWN_AFFAIR.test(key) || key === OWN_HOST_BY_IPV6;
}

function refIdKey({ refId }: Packet): string {
  return refId.toString('hex');
}

/** When, after whom and how far from a source a clock was last set: to 2^-32 s, two clocks never share that. */
function clockKey(packet: Packet): string[] {
  const { stratum, reference } = packet;
  const { seconds, fraction } = reference;
  return namesUpstream(packet) && fraction !== 0
    ? [`${stratum} ${refIdKey(packet)} ${seconds} ${fraction}`]
    : [];
}

/** The places of all members that have a key, for each key. */
function groupPlaces<Member, Key>(
  members: readonly Member[],
  keysOf: (member: Member) => readonly Key[],
): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (const [i, member] of members.entries()) {
    for (const key of new Set(keysOf(member))) {
      const group = groups.get(key) ?? [];
      group.push(i);
      groups.set(key, group);
    }
  }
  return groups;
}
