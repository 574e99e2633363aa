import { promises as dns } from 'node:dns';
import { type Address, parseAddress } from './address';

/** The addresses of a host, the one to ask first. */
export type Resolve = (host: string) => Promise<string[]>;

export type Resolved = { address: Address } | { explanation: string };

/** The resolver library waits twice as long; both attempts fit into the budget of a run. */
const ATTEMPT_MS = 500;
const ATTEMPTS = 2;
/**
 * Codes after which the hosts file may still know the name: DNS has it not (ENOTFOUND, ENODATA), can't be asked about it
 * (EBADNAME), or isn't there (ECONNREFUSED). After any other, a time-out above all, the system's resolver would only
 * wait again.
 */
const NOT_IN_DNS = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'EBADNAME']);

/**
 * Asks DNS for A and AAAA at once and prefers A, without waiting for an AAAA record that may never come. The
 * system's resolver is only the second choice: it has four threads, so that a few dead names would hold up
 * all others.
 * @throws Error with a DNS code when there is no address
 */
export const resolveHost: Resolve = async (host) => {
  const resolver = new dns.Resolver({ timeout: ATTEMPT_MS, tries: ATTEMPTS });
  const [ipv4, ipv6] = [resolver.resolve4(host), resolver.resolve6(host)];
  const both = Promise.allSettled([ipv4, ipv6]);
  const preferred = await ipv4.catch(() => []);
  if (preferred.length > 0) {
    resolver.cancel();
    return preferred;
  }
  const answers = await both;
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) {
    return found;
  }
  const codes = answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : ''));
  if (!codes.every((code) => NOT_IN_DNS.has(code))) {
    throw Object.assign(new Error(`DNS answered ${codes.join(' and ')}`), { code: codes[0] });
  }
  const system = await dns.lookup(host, { all: true, order: 'ipv4first' });
  return system.map((each) => each.address);
};

/**
 * Finds the address of every server before anything is measured, side by side and within a budget.
 * One name's failure is that server's alone.
 * @param budgetMs the longest that names may take, all together
 * @returns one entry per server, in their order: its address, or why it has none
 */
export async function resolveAll(
  servers: readonly { host: string; port: number }[],
  resolve: Resolve,
  budgetMs: number,
): Promise<Resolved[]> {
  const names = new Map<string, Promise<string[]>>();
  const once = (host: string): Promise<string[]> => {
    const asked = names.get(host) ?? resolve(host);
    names.set(host, asked);
    return asked;
  };
  const limitMs = Math.max(Math.round(budgetMs), 0);
  const timeout = new AbortController();
  const tooLate = new Promise<never>((_, reject) => {
    const tooLong = new Error(`no answer within ${limitMs} ms`);
    const timer = setTimeout(() => reject(tooLong), limitMs);
    timeout.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  tooLate.catch(() => undefined); // nobody may be waiting when it fires
  try {
    return await Promise.all(servers.map(({ host, port }) => resolveOne(host, port, once, tooLate)));
  } finally {
    timeout.abort();
  }
}

async function resolveOne(
  host: string,
  port: number,
  resolve: Resolve,
  tooLate: Promise<never>,
): Promise<Resolved> {
  const literal = parseAddress(host, port);
  if (literal) {
    return { address: literal };
  }
  try {
    const [first] = await Promise.race([resolve(host), tooLate]);
    const address = first === undefined ? undefined : parseAddress(first, port);
    return address ? { address } : { explanation: 'the name has neither an A nor an AAAA record' };
  } catch (error) {
    return { explanation: (error as Error).message };
  }
}
