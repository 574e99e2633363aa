import { MIN_VOTERS } from '../../../lambda/monitor/defaults';
import { parseAddress } from '../../../lambda/ntp/address';
import { formatValue, type Problem } from '../config-error';
import * as limits from '../policy';
import type { MonitorConfig, ServerConfig } from '../schema';
import { detailOf } from '../shards';
import { fewVote, fullDetailFits, inputsFit } from './size';
import { runFits, scheduleIsValid, scheduleSuitsAlarms } from './timing';

/**
 * A configuration as far as its single values are valid. An `undefined` is a value that was refused already,
 * so that a check neither repeats that nor draws conclusions from it.
 */
export interface Draft {
  name: string | undefined;
  schedule: string | undefined;
  reference: MonitorConfig['reference'] | undefined;
  detail: MonitorConfig['detail'];
  servers: readonly (ServerConfig | undefined)[];
  /** The function's timeout, ms. */
  timeoutMs: number;
}

type Check = (draft: Draft) => Problem[];

/** What values must fulfil together. A further rule is one function and one entry here. */
const CHECKS: readonly Check[] = [
  namesAreUnique,
  namesAreConstructs,
  namesAreDimensions,
  namesFitAlarms,
  serversAreDistinct,
  enoughVote,
  votersSmearAlike,
  scheduleIsValid,
  scheduleSuitsAlarms,
  runFits,
  fullDetailFits,
  fewVote,
  inputsFit,
];

/** @returns every problem that the values have together; none when the draft is sound */
export function checkTogether(draft: Draft): Problem[] {
  return CHECKS.flatMap((check) => check(draft));
}

/** A server's identity: its name, or its host. */
export function serverName(server: Pick<ServerConfig, 'name' | 'host'>): string {
  return server.name ?? server.host;
}

/** Where each value occurs first. A search for each would take seconds for ten thousand servers. */
function firstIndexes(values: readonly (string | undefined)[]): Map<string | undefined, number> {
  return new Map(values.map((value, i) => [value, i] as const).reverse());
}

/** Where a server's name is written. */
function namePath(server: ServerConfig, i: number): string {
  return `servers[${i}].${server.name === undefined ? 'host' : 'name'}`;
}

function namesAreUnique({ servers }: Draft): Problem[] {
  const names = servers.map((server) => server && serverName(server));
  const firsts = firstIndexes(names);
  return servers.flatMap((server, i) => {
    const first = firsts.get(names[i])!;
    return server === undefined || first === i
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
function namesAreConstructs(draft: Draft): Problem[] {
  if (detailOf(draft) === 'fleet') {
    return [];
  }
  const names = draft.servers.map((server) => server && serverName(server));
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

function namesFitAlarms({ name, servers }: Draft): Problem[] {
  return servers.flatMap((server, i) => {
    const length = server && name !== undefined ? name.length + serverName(server).length : 0;
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
function namesAreDimensions({ servers }: Draft): Problem[] {
  return servers.flatMap((server, i) =>
    server === undefined || !serverName(server).startsWith(':')
      ? []
      : [
          {
            path: `servers[${i}].name`,
            found: `missing, and the host ${formatValue(server.host)} can't stand in for it`,
            expected: 'a name, because CloudWatch takes none that begins with a colon',
          },
        ],
  );
}

/**
 * One spelling for all that mean the same host: of addresses the kernel's, an IPv4 address within IPv6 (RFC 4291,
 * section 2.5.5.2) as itself; of names small letters without the dot at the end.
 */
function canonicalHost({ host, port }: ServerConfig): string {
  const address = parseAddress(host, port);
  return address ? address.ip.replace(/^::ffff:(?=\d+\.)/, '') : host.toLowerCase().replace(/\.$/, '');
}

/** A server that is listed twice would be asked twice as often as is polite, and have two votes. */
function serversAreDistinct({ servers }: Draft): Problem[] {
  const addresses = servers.map((server) => server && `${canonicalHost(server)} ${server.port}`);
  const firsts = firstIndexes(addresses);
  return servers.flatMap((server, i) => {
    const first = firsts.get(addresses[i])!;
    return server === undefined || first === i || serverName(server) === serverName(servers[first]!)
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

function enoughVote({ reference, servers }: Draft): Problem[] {
  const voters = servers.filter((server) => server?.role !== 'target').length;
  return reference !== 'consensus' || voters >= MIN_VOTERS
    ? []
    : [
        {
          path: 'servers',
          found: `a list with ${voters} voting ${voters === 1 ? 'server' : 'servers'}`,
          expected:
            `at least ${MIN_VOTERS} with "role": "reference", the fewest that can outvote a wrong one; ` +
            'add voters, or set "reference": "clock" to judge by the function\'s own clock',
        },
      ];
}

function votersSmearAlike({ reference, servers }: Draft): Problem[] {
  const voters = servers.flatMap((server, i) => (server?.role === 'reference' ? [{ server, i }] : []));
  const smeared = voters.filter(({ server }) => server.smeared);
  return reference !== 'consensus' || smeared.length === voters.length
    ? []
    : smeared.map(({ i }) => ({
        path: `servers[${i}].smeared`,
        found: 'true for a voter beside voters that do not smear',
        expected:
          'voters of one kind, for around a leap second the two are up to a second apart; ' +
          'give this server "role": "target"',
      }));
}
