import type { NtpServer } from '../../lab/ntp/ntp-server';
import { calibrate } from '../../lambda/ntp/clock/local-clock';
import { AddressMemory } from '../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import { type Measured, type MeasureOptions, measure, type Target } from '../../lambda/ntp/measure';
import { socketOpener } from '../../lambda/ntp/socket';

/** Far away: no test is meant to reach it. */
export const PATIENT_MS = 20_000;

/** A server, asked three times without a pause. */
export function targetOf(
  { host, port }: Pick<NtpServer, 'host' | 'port'>,
  pacing: Partial<Target> = {},
): Target {
  return { host, port, samples: 3, spacingMs: 1, ...pacing };
}

/** Measures with patience, a memory of its own and real sockets. */
export async function measureServers(
  targets: Target[],
  options: Partial<MeasureOptions> = {},
): Promise<Measured[]> {
  const { servers } = await measure(targets, {
    clock: calibrate(),
    resolve: async () => [],
    openSocket: socketOpener(),
    kisses: new KissOfDeathCache(),
    addresses: new AddressMemory(),
    resolveBudgetMs: PATIENT_MS,
    replyTimeoutMs: PATIENT_MS,
    deadlineMs: performance.now() + PATIENT_MS,
    ...options,
  });
  return servers;
}
