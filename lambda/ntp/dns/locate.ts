import type { Unusable } from '../diagnose';
import type { Held, KissOfDeathCache } from '../kiss-of-death';
import type { Address } from './address';
import { type AddressMemory, inTurn, type Known } from './address-memory';
import type { Resolved, Unresolved } from './dns';

/** A server that has an address to be asked at: one object for each of ten thousand. */
export interface Located {
  host: string;
  port: number;
  samples: number;
  spacingMs: number;
  isVoter: boolean;
  /** Where to ask, one after the other until one answers. */
  addresses: readonly [Address, ...Address[]];
  /** Every address of its name. */
  resolved: readonly Address[];
  /** What an earlier run knew of it. */
  known: Known | undefined;
  /** Why the addresses are an earlier run's: DNS failed, and how. */
  dnsFailure?: string;
}

/** A server that can't be asked, or must not. */
export interface Unlocated {
  address: Address | null;
  addresses?: readonly Address[];
  unusable: Unusable;
}

interface Memory {
  addresses: AddressMemory;
  kisses: KissOfDeathCache;
}

/** Where to ask a server, by what its name resolved to and by what earlier runs of this process found out. */
export function locate(
  target: Omit<Located, 'isVoter' | 'addresses' | 'resolved' | 'known' | 'dnsFailure'> & {
    isVoter?: boolean;
  },
  found: Resolved,
  { addresses, kisses }: Memory,
  nowMs: number,
): Located | Unlocated {
  const known = addresses.recall(target.host, target.port);
  const isStale = 'reason' in found && found.reason === 'dns-failed';
  const all = 'addresses' in found ? found.addresses : isStale ? known?.addresses : undefined;
  if (!all) {
    return { address: null, unusable: unresolved(found as Unresolved) };
  }
  const allowed = inTurn(
    all.filter((each) => !kisses.active(each, nowMs)),
    known?.addresses?.[0],
  );
  if (!isSome(allowed)) {
    const address = all[0]!;
    return { address, addresses: all, unusable: held(kisses.active(address, nowMs)!) };
  }
  const { host, port, samples, spacingMs, isVoter = false } = target;
  const plan = { host, port, samples, spacingMs, isVoter };
  const dnsFailure = isStale && { dnsFailure: found.explanation };
  return { ...plan, addresses: allowed, resolved: all, known, ...dnsFailure };
}

function isSome<T>(list: T[]): list is [T, ...T[]] {
  return list.length > 0;
}

function unresolved({ reason, explanation }: Unresolved): Unusable {
  const advice =
    reason === 'name-not-found'
      ? `the name could not be resolved: ${explanation}; check it`
      : `no name server could say where it is: ${explanation}; check the function's DNS, and the way to it (port 53)`;
  return { reason, explanation: advice };
}

function held({ code, untilMs }: Held): Unusable {
  const until = new Date(untilMs).toISOString();
  const explanation = `the server sent the kiss code ${code} in an earlier run; it is left alone until ${until}`;
  return { reason: 'kiss', explanation };
}
