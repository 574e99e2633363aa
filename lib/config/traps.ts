import { isIPv6 } from 'node:net';
import { MIN_VOTERS } from '../../lambda/monitor/defaults';
import type { Server } from '../../lambda/monitor/event';
import { type AddressKind, addressKind } from './addresses';
import { hurriedVoters } from './checks/size';
import { MIN_POLITE_GAP_MS, MIN_PROVABLE_MS, PAUSE_MARGIN_MINUTES, PAUSE_RUNS_MUTED } from './policy';
import type { ResolvedConfig } from './resolved-config';

/** Where the function runs. */
export interface FunctionNetwork {
  readonly vpc: boolean;
  readonly ipv6: boolean;
}

/** Something that is allowed and rarely meant. */
export interface Trap {
  /** Ends the id by which the warning is acknowledged. */
  readonly id: string;
  /** What goes wrong, and the remedy, as sentences; undefined where the configuration is free of it. */
  text(config: ResolvedConfig, network: FunctionNetwork): string | undefined;
}

/** Servers that smear leap seconds, as their operators document: Google, AWS, Meta. */
const SMEARERS =
  /^(time\d?|time[1-4])\.(google|android)\.com$|^(\d\.)?time\.aws\.com$|\.amazon\.pool\.ntp\.org$|^time\d?\.facebook\.com$/i;

/** Addresses at which nothing answers a function. */
const UNREACHABLE = ['loopback', 'link-local', 'multicast', 'unspecified'] as const;

/** Second labels below which countries register names, as in co.uk and ad.jp. */
const COUNTRY_LABELS = /^(ac|ad|co|com|edu|go|gob|gov|gv|mil|ne|net|or|org)$/;

/** Every trap that is known. A further one is an entry. */
export const TRAPS: readonly Trap[] = [
  {
    id: 'hurried-voters',
    text: (config) => {
      const hurried = hurriedVoters(config);
      return (
        hurried &&
        `Each of the ${hurried.shards} shards asks every voter: one request every ` +
          `${(hurried.everyMs / 1000).toFixed(1)} s, more than operators of public servers put up with ` +
          `(${MIN_POLITE_GAP_MS / 1000} s at least). Use a slower schedule, or voters of your own, with ` +
          '"pacing": "fast".'
      );
    },
  },
  {
    id: 'planned-pauses',
    text: ({ schedule: { pauses, expression } }) =>
      pauses.length === 0
        ? undefined
        : `${expression} pauses every week, up to ${Math.round(Math.max(...pauses.map(({ minutes }) => minutes)) / 60)} ` +
          'hours: nobody watches the servers then. "not watching" is mute in the pauses and in the first ' +
          `${PAUSE_RUNS_MUTED} runs and ${PAUSE_MARGIN_MINUTES} minutes after them (an hour more in a "timeZone", ` +
          'whose clocks may change), and its all-clear may come then. There is no alarm "sparse".',
  },
  {
    id: 'ntp-pool',
    text: ({ servers }) =>
      aboutServers(
        servers,
        ({ host }) => /(^|\.)pool\.ntp\.org\.?$/i.test(host),
        (hosts) =>
          `${hosts}: a name of the NTP Pool is another server at every look-up, so its readings have no ` +
          'history; and the pool asks products for a vendor zone of their own ' +
          '(https://www.ntppool.org/vendors.html). Name single servers instead.',
      ),
  },
  {
    id: 'unreachable-address',
    text: ({ servers }) =>
      aboutServers(
        servers,
        (server) => isOf(server, ...UNREACHABLE),
        (hosts) =>
          `${hosts}: a Lambda function reaches no loopback, link-local, multicast or unspecified address, so it ` +
          'will always be unusable. Name the server by an address that its network routes.',
      ),
  },
  {
    id: 'private-address',
    text: ({ servers }, { vpc }) =>
      aboutServers(
        servers,
        (server) => !vpc && isOf(server, 'private'),
        (hosts) =>
          `${hosts}: a private address is reached from inside a VPC only, and this function runs outside any. ` +
          'Set "vpc" (the props vpc and vpcSubnets).',
      ),
  },
  {
    id: 'ipv6-address',
    text: ({ servers }, { vpc, ipv6 }) =>
      aboutServers(
        servers,
        ({ host }) => !(vpc && ipv6) && isIPv6(host.split('%')[0]!) && isOf({ host }, 'public'),
        (hosts) =>
          `${hosts}: ${vpc ? 'a function reaches IPv6 only in dual-stack subnets, with' : 'outside a VPC a function has IPv4 only. Set "vpc", with dual-stack subnets and'} ` +
          '"ipv6": true.',
      ),
  },
  {
    id: 'ipv6-without-vpc',
    text: (_config, { vpc, ipv6 }) =>
      ipv6 && !vpc
        ? 'ipv6 is true and there is no vpc: outside a VPC a function has IPv4 only. Give it a vpc with dual-stack ' +
          'subnets, or leave ipv6 out.'
        : undefined,
  },
  {
    id: 'unmarked-smearers',
    text: ({ servers }) =>
      aboutServers(
        servers,
        ({ host, smeared }) => !smeared && SMEARERS.test(host.replace(/\.$/, '')),
        (hosts) =>
          `${hosts}: its operator smears leap seconds, up to half a second away from servers that don't. Give it ` +
          '"smeared": true, and "role": "target" beside voters that do not smear.',
      ),
  },
  {
    id: 'one-operator',
    text: ({ reference, voters }) => {
      const domains = new Set(voters.map(({ host }) => registrableDomain(host)));
      const [domain] = domains;
      return reference === 'consensus' && domains.size === 1 && domain !== undefined
        ? `All ${voters.length} voters are of ${domain}: what goes wrong at one operator, as a leap second or a lost ` +
            'upstream, is outvoted by nobody. Add voters of other operators (RFC 8633, section 3.2).'
        : undefined;
    },
  },
  {
    id: 'fewest-voters',
    text: ({ reference, voters }) =>
      reference === 'consensus' && voters.length === MIN_VOTERS
        ? `${MIN_VOTERS} voters outvote a wrong one only while all of them answer: with one silent, reference time is ` +
          'lost or widened. Add a fourth (RFC 8633, section 3.2), better a fifth.'
        : undefined,
  },
  {
    id: 'unprovable-limit',
    text: ({ servers }, { vpc }) =>
      aboutServers(
        servers,
        ({ host, limitMs }) => !vpc && limitMs < MIN_PROVABLE_MS && !isOf({ host }, ...UNREACHABLE),
        (hosts) =>
          `${hosts}: a limit below ${MIN_PROVABLE_MS} ms can't be proven over the internet, where half of the round ` +
          'trip stays uncertain; such a server is always "uncertain". Raise "limitMs", or measure from a VPC near it.',
      ),
  },
];

/** Names at most so many hosts: a fleet may have thousands. */
const MAX_HOSTS_NAMED = 5;

function aboutServers(
  servers: readonly Server[],
  isMeant: (server: Server) => boolean,
  text: (hosts: string) => string,
): string | undefined {
  const hosts = servers.filter(isMeant).map(({ host }) => host);
  const more = hosts.length > MAX_HOSTS_NAMED ? ` and ${hosts.length - MAX_HOSTS_NAMED} more` : '';
  return hosts.length === 0 ? undefined : text(hosts.slice(0, MAX_HOSTS_NAMED).join(', ') + more);
}

function isOf({ host }: Pick<Server, 'host'>, ...kinds: readonly AddressKind[]): boolean {
  const kind = addressKind(host);
  return kind !== undefined && kinds.includes(kind);
}

/** The part of a name that somebody registered, by its looks: co.uk and the like are three labels. */
function registrableDomain(host: string): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const count = top.length === 2 && COUNTRY_LABELS.test(second) ? 3 : 2;
  return addressKind(host) !== undefined || labels.length < count
    ? undefined
    : labels.slice(-count).join('.');
}
