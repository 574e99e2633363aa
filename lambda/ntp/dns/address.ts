import { isIP, SocketAddress } from 'node:net';

/** Where a server is asked. */
export interface Address {
  /** In the kernel's own spelling, so that it can be compared with a packet's source. */
  ip: string;
  family: 4 | 6;
  /** UDP port. */
  port: number;
}

/** RFC 4291, section 2.5.5.2: an IPv4 address in the clothes of an IPv6 one. */
const MAPPED = '::ffff:';

/** The address of an IPv4 or IPv6 literal (`fe80::1%eth0` included); undefined for anything else. */
export function parseAddress(literal: string, port: number): Address | undefined {
  const family = isIP(literal);
  if (family === 4) {
    return { ip: literal, family, port };
  }
  if (family === 6) {
    const [ip = '', zone] = literal.split('%');
    const canonical = new SocketAddress({ address: ip, family: 'ipv6' }).address;
    const mapped = canonical.slice(MAPPED.length);
    if (canonical.startsWith(MAPPED) && isIP(mapped) === 4) {
      return { ip: mapped, family: 4, port }; // a socket for IPv6 alone can't send there
    }
    return { ip: zone === undefined ? canonical : `${canonical}%${zone}`, family, port };
  }
  return undefined;
}

/** `192.0.2.1:123`, `[2001:db8::1]:123` */
export function formatAddress(address: Address): string {
  return address.family === 6 ? `[${address.ip}]:${address.port}` : `${address.ip}:${address.port}`;
}
