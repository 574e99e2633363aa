import type { Server } from '../../../lambda/monitor/event';
import { parseAddress } from '../../../lambda/ntp/dns/address';
import { formatValue, type Problem } from '../config-error';
import type { Draft } from '../draft';
import { SERVER_NAME_EXPECTED } from '../fields';
import * as limits from '../policy';

/** Where each value occurs first. A search for each would take seconds for ten thousand servers. */
function firstIndexes(values: readonly (string | undefined)[]): Map<string | undefined, number> {
  return new Map(values.map((value, i) => [value, i] as const).reverse());
}

/** Where a server's name is written. */
function namePath({ name, host }: Server, i: number): string {
  return `servers[${i}].${name === host ? 'host' : 'name'}`;
}

export function namesAreUnique({ servers }: Draft): Problem[] {
  const names = servers.map((server) => server?.name);
  const firsts = firstIndexes(names);
  return servers.flatMap((server, i) => {
    const first = firsts.get(names[i])!;
    return server === undefined || first === i || addressKey(server) === addressKey(servers[first]!)
      ? []
      : [
          {
            path: namePath(server, i),
            found: `${formatValue(names[i])}, which servers[${first}] is called already`,
            expected: 'a name of its own for each server; give one of the two a different "name"',
          },
        ];
  });
}

/** Alarms of single servers are constructs, in whose ids the CDK writes "--" for a slash. */
export function namesAreConstructs(draft: Draft): Problem[] {
  if (draft.detail === 'fleet') {
    return [];
  }
  const names = draft.servers.map((server) => server?.name);
  const ids = names.map((name) => name?.replaceAll('/', '--'));
  const firsts = firstIndexes(ids);
  return draft.servers.flatMap((server, i) => {
    const first = firsts.get(ids[i])!;
    return server === undefined || first === i || names[first] === names[i]
      ? []
      : [
          {
            path: namePath(server, i),
            found: `${formatValue(names[i])} beside servers[${first}] with ${formatValue(names[first])}`,
            expected:
              'names that differ in more than "/" and "--", between which the CDK makes no difference; give one of ' +
              'the two a different "name"',
          },
        ];
  });
}

export function namesFitAlarms({ name, servers }: Draft): Problem[] {
  return servers.flatMap((server, i) => {
    const length = server && name !== undefined ? name.length + server.name.length : 0;
    return server === undefined || length <= limits.MAX_NAMES_LENGTH
      ? []
      : [
          {
            path: namePath(server, i),
            found: `${length} characters long together with the monitor's name`,
            expected: `${limits.MAX_NAMES_LENGTH} at most, so that alarm names fit CloudWatch's 255`,
          },
        ];
  });
}

/** An IPv6 address that starts with colons is a fine host, but CloudWatch refuses it as a dimension. */
export function namesAreDimensions({ servers }: Draft): Problem[] {
  return servers.flatMap((server, i) =>
    server === undefined || !server.name.startsWith(':')
      ? []
      : [
          {
            path: `servers[${i}].host`,
            found: `${formatValue(server.host)}, which can't be its name: CloudWatch takes none that begins with a colon`,
            expected: `a "name" beside it: { "host": ${formatValue(server.host)}, "name": ... }`,
          },
        ],
  );
}

/**
 * One spelling for all that mean the same host: of addresses the kernel's, of names small letters without the dot at
 * the end.
 */
function canonicalHost({ host, port }: Server): string {
  const address = parseAddress(host, port);
  return address ? address.ip : host.toLowerCase().replace(/\.$/, '');
}

/** The same for every spelling of one host and port. */
function addressKey(server: Server): string {
  return `${canonicalHost(server)} ${server.port}`;
}

/** A server that is listed twice would be asked twice as often as is polite, and have two votes. */
export function serversAreDistinct({ servers }: Draft): Problem[] {
  const addresses = servers.map((server) => server && addressKey(server));
  const firsts = firstIndexes(addresses);
  return servers.flatMap((server, i) => {
    const first = firsts.get(addresses[i])!;
    return server === undefined || first === i
      ? []
      : [
          {
            path: `servers[${i}].host`,
            found: `${formatValue(server.host)} with port ${server.port}, which is servers[${first}] already`,
            expected: 'each server once; remove one of the two',
          },
        ];
  });
}

/** The server that judges the others, and those that windows are for, must be there. */
export function namedServersExist({ reference, maintenance, servers }: Draft): Problem[] {
  const names = new Set(servers.map((server) => server?.name));
  const named = [
    ...(typeof reference === 'object' ? [{ path: 'reference.server', name: reference.server }] : []),
    ...maintenance.flatMap((window, i) =>
      (window.servers ?? []).map((name, j) => ({ path: `maintenance[${i}].servers[${j}]`, name })),
    ),
  ];
  // A server that was refused may be the one that is meant.
  return servers.includes(undefined)
    ? []
    : named
        .filter(({ name }) => !names.has(name))
        .map(({ path, name }) => ({
          path,
          found: formatValue(name),
          expected: SERVER_NAME_EXPECTED,
        }));
}
