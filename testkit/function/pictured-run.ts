import type { RunSummary } from '../../lambda/monitor/reading';

type PicturedServer = RunSummary['servers'][number];

/** A server as a summary has it: well at 0 +- 1 ms of a limit of 50, but for what is given. */
export function summarised(server: string, fields: Partial<PicturedServer> = {}): PicturedServer {
  const offsetMs = fields.offsetMs === undefined ? 0 : fields.offsetMs;
  return {
    server,
    verdict: 'within',
    offsetMs,
    uncertaintyMs: 1,
    clockOffsetMs: offsetMs,
    rootDistanceMs: 1,
    limitMs: 50,
    delayMs: 2,
    address: '192.0.2.1',
    vote: 'none',
    stratum: 1,
    leap: 0,
    refId: 'GPS',
    ...fields,
  };
}

/** A server that gave no usable answer. */
export function unusableSummary(
  server: string,
  reason: NonNullable<PicturedServer['reason']> = 'timeout',
  explanation = 'no reply',
): PicturedServer {
  const nothing = { offsetMs: null, uncertaintyMs: null, clockOffsetMs: null, rootDistanceMs: null };
  return summarised(server, { verdict: 'unusable', reason, explanation, ...nothing });
}

/** A run of these servers with a reference of +- 5 ms, or without one. */
export function picturedRun(servers: readonly PicturedServer[], known = true): RunSummary {
  return {
    monitor: 'clocks',
    time: '2026-11-25T18:00:00.000Z',
    clock: { ratePpm: 0, boundPpm: 2000 },
    reference: {
      source: 'consensus',
      known,
      clockOffsetMs: known ? 0 : null,
      boundMs: known ? 5 : null,
      truechimers: known ? ['a', 'b', 'c'] : [],
      falsetickers: [],
      ...(!known && { explanation: 'no majority agrees' }),
    },
    servers: [...servers],
  };
}
