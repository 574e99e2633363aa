import { BlockList, isIP } from 'node:net';

/** What an address is good for, as far as the address itself tells. */
export type AddressKind = 'unspecified' | 'loopback' | 'link-local' | 'multicast' | 'private' | 'public';

/** The IANA special-purpose address registries (RFC 6890), as far as hosts of servers come from them. */
const RANGES: readonly (readonly [Exclude<AddressKind, 'public'>, string, number])[] = [
  ['unspecified', '0.0.0.0', 8],
  ['unspecified', '::', 128],
  ['loopback', '127.0.0.0', 8],
  ['loopback', '::1', 128],
  ['link-local', '169.254.0.0', 16],
  ['link-local', 'fe80::', 10],
  // With the reserved ones and the broadcast above them.
  ['multicast', '224.0.0.0', 3],
  ['multicast', 'ff00::', 8],
  ['private', '10.0.0.0', 8],
  ['private', '172.16.0.0', 12],
  ['private', '192.168.0.0', 16],
  ['private', '100.64.0.0', 10],
  ['private', 'fc00::', 7],
];

const LISTS = RANGES.map(([kind, network, prefix]) => {
  const list = new BlockList();
  list.addSubnet(network, prefix, familyOf(network));
  return { kind, list };
});

/** @returns undefined for a name, but for `localhost` */
export function addressKind(host: string): AddressKind | undefined {
  if (/^localhost\.?$/i.test(host)) {
    return 'loopback';
  }
  const [address = ''] = host.split('%');
  if (isIP(address) === 0) {
    return undefined;
  }
  return LISTS.find(({ list }) => list.check(address, familyOf(address)))?.kind ?? 'public';
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
