import { type Address, formatAddress } from './address';

/** What an earlier run of this process found out about a server. */
export interface Known {
  /** Every address that its name had, the one that answered first. A literal's are not kept: it has but one. */
  addresses?: readonly Address[];
  /** When it answered last, ms since 1970 by the local clock. */
  answeredMs: number;
}

/** Where servers answered last, for as long as the process lives, by host and port. */
export class AddressMemory {
  private readonly answeredMs = new Map<string, number>();
  private readonly addresses = new Map<string, readonly Address[]>();

  recall(host: string, port: number): Known | undefined {
    const key = `${host}:${port}`;
    const answeredMs = this.answeredMs.get(key);
    const addresses = this.addresses.get(key);
    return answeredMs === undefined ? undefined : { answeredMs, ...(addresses && { addresses }) };
  }

  /** Notes that a server answered at one of the addresses that its name has. */
  record({ host, port }: { host: string; port: number }, answered: Address, known: Required<Known>): void {
    const key = `${host}:${port}`;
    this.answeredMs.set(key, known.answeredMs);
    if (host !== answered.ip) {
      this.addresses.set(key, lastGoodFirst(known.addresses, answered));
    }
  }
}

/**
 * The addresses to ask, in this order until one answers: where the server answered last, so that its identity
 * doesn't change from run to run; the first of the name; the first of the other family; the others.
 */
export function inTurn(addresses: readonly Address[], lastGood: Address | undefined): Address[] {
  const [first, ...others] = lastGoodFirst(addresses, lastGood);
  const otherFamily = others.find(({ family }) => family !== first?.family);
  return [first, otherFamily, ...others.filter((each) => each !== otherFamily)].filter(
    (each) => each !== undefined,
  );
}

/** @returns the addresses as they are if the last good one is no longer among them */
function lastGoodFirst(addresses: readonly Address[], lastGood: Address | undefined): readonly Address[] {
  const good = lastGood && addresses.find((each) => formatAddress(each) === formatAddress(lastGood));
  return good ? [good, ...addresses.filter((each) => each !== good)] : addresses;
}
