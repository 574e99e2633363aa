import { promises as dns } from 'node:dns';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, formatAddress, parseAddress } from './address';
import { type HostsFile, openHostsFile } from './hosts-file';

/**
 * The addresses of a host, the one to ask first.
 * @param signal aborted when nobody waits any longer
 * @throws Error with a DNS code when there is none
 */
export type Resolve = (host: string, signal: AbortSignal) => Promise<string[]>;

/** Why a name has no address: there is no such name, or nobody could say. */
export interface Unresolved {
  reason: 'name-not-found' | 'dns-failed';
  explanation: string;
}

export type Resolved = { addresses: [Address, ...Address[]] } | Unresolved;

/** A name server that is slow still answers the first query; one that lost it gets another two. */
const QUERIES_AT_MS = [0, 500, 1500];
/** Longer than a run's budget, which decides. */
const QUERY_TIMEOUT_MS = 5000;
/** How long to wait for the other family once one is known, ms. A is preferred, so it is waited for longer. */
const WAIT_FOR_AAAA_MS = 200;
const WAIT_FOR_A_MS = 1000;

/** Codes by which a name server says that it has no such name, or can't have. */
const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME']);
/** No name server is there: the system may have another source of names. */
const NO_NAME_SERVER = 'ECONNREFUSED';
/** The system may ask the same name servers once more. */
const SYSTEM_TIMEOUT_MS = 1000;

/**
 * Looks into the hosts file, then asks DNS for A and AAAA at once. The system's resolver comes last: it has
 * four threads, so that a few dead names would hold up all others.
 */
export function hostResolver(hosts: HostsFile = openHostsFile()): Resolve {
  return async (host, signal) => {
    const listed = await hosts(host);
    if (listed.length > 0) {
      return listed;
    }
    const resolver = new dns.Resolver({ timeout: QUERY_TIMEOUT_MS, tries: 1 });
    const done = new AbortController();
    const stop = AbortSignal.any([signal, done.signal]);
    try {
      const { found, codes } = await askBoth(
        askAgain(() => resolver.resolve4(host), stop),
        askAgain(() => resolver.resolve6(host), stop),
      );
      return found.length > 0 ? found : await askSystem(host, codes);
    } finally {
      done.abort();
      resolver.cancel();
    }
  };
}

/** Sends a query again when no answer comes. Whichever is answered first counts, an error too. */
function askAgain(ask: () => Promise<string[]>, signal: AbortSignal): Promise<string[]> {
  return Promise.race(
    QUERIES_AT_MS.map(async (atMs) => {
      await (atMs > 0 && sleep(atMs, undefined, { signal }));
      return ask();
    }),
  );
}

/** @returns the addresses of both families, IPv4 first, without waiting long for the second; or the errors' codes */
async function askBoth(...answers: [Promise<string[]>, Promise<string[]>]) {
  const found: string[][] = [[], []];
  const codes: string[] = [];
  const [ipv4, ipv6] = answers.map(async (answer, i) => {
    found[i] = await answer.catch((error: NodeJS.ErrnoException) => {
      codes.push(error.code ?? error.message);
      return [];
    });
    // A name that does not exist has no AAAA either. Some servers say so of AAAA alone, and mean nothing by it.
    return found[i].length > 0 || (i === 0 && codes.includes('ENOTFOUND'));
  });
  const both = Promise.all([ipv4, ipv6]);
  const enough = async (isKnown: Promise<boolean>, waitMs: number) =>
    (await isKnown) ? Promise.race([both, sleep(waitMs, undefined, { ref: false })]) : both;
  await Promise.race([enough(ipv4!, WAIT_FOR_AAAA_MS), enough(ipv6!, WAIT_FOR_A_MS)]);
  return { found: found.flat(), codes };
}

/** The system may know names that DNS doesn't: of the local network, of a search domain. */
async function askSystem(host: string, codes: readonly string[]): Promise<string[]> {
  const unknown = codes.every((code) => NO_SUCH_NAME.has(code));
  if (unknown || codes.every((code) => code === NO_NAME_SERVER)) {
    const lookup = dns.lookup(host, { all: true, order: 'ipv4first' }).catch(() => []);
    const listed = await Promise.race([lookup, sleep(SYSTEM_TIMEOUT_MS, [], { ref: false })]);
    if (listed.length > 0) {
      return listed.map(({ address }) => address);
    }
  }
  const code = unknown ? (codes[0] ?? 'ENODATA') : codes.find((each) => !NO_SUCH_NAME.has(each));
  throw Object.assign(new Error(`DNS answered ${[...new Set(codes)].join(' and ')}`), { code });
}

/**
 * Finds the addresses of every server before anything is measured, side by side and within a budget.
 * One name's failure is that server's alone.
 * @param budgetMs the longest that names may take, all together
 * @returns one entry per server, in their order: its addresses, or why it has none
 */
export async function resolveAll(
  servers: readonly { host: string; port: number }[],
  resolve: Resolve,
  budgetMs: number,
): Promise<Resolved[]> {
  const limitMs = Math.max(Math.round(budgetMs), 0);
  const timeout = new AbortController();
  const tooLate = sleep(limitMs, undefined, { signal: timeout.signal }).then(() => {
    throw new Error(`no answer within ${limitMs} ms`);
  });
  tooLate.catch(() => undefined); // nobody may be waiting when it fires
  const names = new Map<string, Promise<string[]>>();
  const once = (host: string): Promise<string[]> => {
    const asked = names.get(host) ?? Promise.race([resolve(host, timeout.signal), tooLate]);
    names.set(host, asked);
    return asked;
  };
  try {
    return await Promise.all(servers.map(({ host, port }) => resolveOne(host, port, once)));
  } finally {
    timeout.abort();
  }
}

async function resolveOne(
  host: string,
  port: number,
  resolve: (host: string) => Promise<string[]>,
): Promise<Resolved> {
  const literal = parseAddress(host, port);
  if (literal) {
    return { addresses: [literal] };
  }
  try {
    const found = (await resolve(host)).flatMap((each) => parseAddress(each, port) ?? []);
    // A hosts file may list one several times; a run tries few.
    const [first, ...others] = new Map(found.map((each) => [formatAddress(each), each])).values();
    return first
      ? { addresses: [first, ...others] }
      : { reason: 'name-not-found', explanation: 'the name has neither an A nor an AAAA record' };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { reason: NO_SUCH_NAME.has(code) ? 'name-not-found' : 'dns-failed', explanation: message };
  }
}
