import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';

export interface HostAndPort {
  host: string;
  port: number;
}

/**
 * `HOST[:PORT]`: a name, an IPv4 literal, or an IPv6 literal, the latter in brackets if a port follows.
 * @throws InvalidArgumentError naming the value and what was expected
 * @internal
 */
export function parseTarget(text: string): HostAndPort {
  if (isIP(text.split('%')[0] ?? '') === 6) {
    return { host: text, port: SERVER_DEFAULTS.port };
  }
  const match = /^(?:\[([^\]]+)\]|([^:[\]/\s]+))(?::(\d+))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? SERVER_DEFAULTS.port : Number(match[3]);
  if (
    host === undefined ||
    port < 1 ||
    port > 65535 ||
    (match?.[1] && isIP(host.split('%')[0] ?? '') !== 6)
  ) {
    throw new InvalidArgumentError(
      `"${text}" is not HOST, HOST:PORT or [IPv6]:PORT with a port from 1 to 65535`,
    );
  }
  return { host, port };
}

/** For commander: targets that are given one after the other, as one list. */
export function collectTarget(text: string, earlier: HostAndPort[] | undefined): HostAndPort[] {
  return [...(earlier ?? []), parseTarget(text)];
}
