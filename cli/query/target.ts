import { isIPv6 } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import { isHost, meantHost } from '../../lib/config/fields';

export interface HostAndPort {
  host: string;
  port: number;
}

/** No top-level domain is named so: a configuration was meant. */
const FILE_NAME = /\.jsonc?$/i;

/**
 * `HOST[:PORT]`: a name, an IPv4 literal, or an IPv6 literal, the latter in brackets if a port follows. A host is what
 * monitor.json takes as one.
 * @throws InvalidArgumentError saying what was expected, and what may have been meant
 * @internal
 */
export function parseTarget(text: string): HostAndPort {
  const target = FILE_NAME.test(text) ? undefined : readTarget(text);
  if (target === undefined) {
    const expected = 'expected HOST, HOST:PORT or [IPv6]:PORT with a port from 1 to 65535';
    throw new InvalidArgumentError(`${expected}${meantText(text)}`);
  }
  return target;
}

function readTarget(text: string): HostAndPort | undefined {
  if (isHost(text)) {
    return { host: text, port: SERVER_DEFAULTS.port };
  }
  const [, address, name, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = address ?? name ?? '';
  const port = digits === undefined ? SERVER_DEFAULTS.port : Number(digits);
  const isRight = isHost(host) && isIPv6(host.split('%')[0]!) === (address !== undefined) && isPort(port);
  return isRight ? { host, port } : undefined;
}

function meantText(text: string): string {
  if (FILE_NAME.test(text)) {
    return '; a monitor.json is what ntp-drift run takes';
  }
  const { host, port = SERVER_DEFAULTS.port } = meantHost(text) ?? {};
  return host !== undefined && isPort(port) ? `; did you mean ${targetText({ host, port })}?` : '';
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}

/** How a target is written; the usual port is left out. */
export function targetText({ host, port }: HostAndPort): string {
  if (port === SERVER_DEFAULTS.port) {
    return host;
  }
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** For commander: targets that are given one after the other, as one list; one that is given twice is asked once. */
export function collectTarget(text: string, earlier: readonly HostAndPort[] = []): HostAndPort[] {
  const target = parseTarget(text);
  return earlier.some((each) => targetText(each) === targetText(target))
    ? [...earlier]
    : [...earlier, target];
}
