import type { RunPlan, Server } from '../../lambda/monitor/event';
import type { Reading, RunResult } from '../../lambda/monitor/reading';
import {
  SERVER_DEFAULTS,
  SERVER_KEY_NAMES,
  SERVER_KEYS,
  type ServerKey,
  type ServerOptions,
} from '../../lambda/monitor/server-keys';
import type { UnusableReason } from '../../lambda/ntp/diagnose';
import type { ComparisonTime, Measured } from '../../lambda/ntp/measure';
import type { Reply, StoredSample } from '../../lambda/ntp/sample';
import { exchange } from '../ntp/sample-builder';

/** A server of a plan, but for what is given. */
export function server(name: string, fields: Partial<Server> = {}): Server {
  return {
    host: `${name}.test`,
    name,
    ...SERVER_DEFAULTS,
    ...fields,
  };
}

/** For each key that a server may leave out, a value that isn't its default. */
export const UNUSUAL_OPTIONS = Object.fromEntries(
  SERVER_KEY_NAMES.map((name) => [name, unusualValue(SERVER_KEYS[name])]),
) as unknown as ServerOptions;

function unusualValue(key: ServerKey): unknown {
  if ('oneOf' in key) {
    return key.oneOf.find((each) => each !== key.default);
  }
  return 'flag' in key ? !key.default : key.default + 1;
}

export function plan(servers: Server[], fields: Partial<RunPlan> = {}): RunPlan {
  return {
    monitor: 'm',
    limitMs: 50,
    reference: 'consensus',
    maxVoterDistanceMs: 250,
    history: false,
    intervalMs: 60_000,
    maintenance: [],
    servers,
    ...fields,
  };
}

/** Servers that were asked by a clock without drift. */
export const NO_DRIFT: ComparisonTime = { drift: { lowMs: 0, highMs: 0 }, instantMs: 1000 };

let addresses = 0;

/** An address that no other measurement has: voters at the same one would be the same machine. */
function anotherAddress(): Measured['address'] {
  addresses += 1;
  return { ip: `10.0.${addresses >> 8}.${addresses & 255}`, family: 4, port: 123 };
}

/** A usable measurement: 10 ms of delay and nothing else to err by, but for what is given. */
export function usable(
  best: Reply & StoredSample = exchange({ forthMs: 5, backMs: 5 }),
  fields: Partial<Measured> = {},
): Measured {
  return {
    address: anotherAddress(),
    sampled: { requests: 4, samples: [best, best, best], lastReply: best, cutShort: false },
    ignored: {},
    best,
    jitterMs: 0.5,
    errorMs: best.delayMs / 2,
    rootDistanceMs: best.delayMs / 2,
    ...fields,
  };
}

/** A measurement without a single reply. */
export function silent(reason: UnusableReason = 'timeout', explanation = 'nobody there'): Measured {
  return {
    address: { ip: '192.0.2.1', family: 4, port: 123 },
    sampled: { requests: 4, samples: [], lastFailure: { kind: 'timeout' }, cutShort: false },
    ignored: {},
    jitterMs: 0,
    unusable: { reason, explanation },
  };
}

export function reading(name: string, fields: Partial<Reading> = {}): Reading {
  return {
    server: name,
    host: `${name}.test`,
    port: 123,
    address: '192.0.2.1',
    verdict: 'within',
    rootDistanceMs: 6,
    offsetMs: 1.5,
    uncertaintyMs: 5,
    clockOffsetMs: 2,
    delayMs: 10,
    jitterMs: 0.5,
    limitMs: 50,
    vote: 'truechimer',
    requests: 4,
    samples: 4,
    ignored: {},
    packet: null,
    ...fields,
  };
}

/** A clock that gains 0.1 ppm, for readings of a run that has a past. */
export const KNOWN_DRIFT: NonNullable<Reading['drift']> = {
  known: true,
  ppm: 0.1,
  halfWidthPpm: 0.05,
  window: 'long',
  readings: 72,
  since: '2026-11-22T06:00:00.000Z',
};

export const UNUSABLE: Partial<Reading> = {
  verdict: 'unusable',
  reason: 'timeout',
  explanation: 'nobody there',
  offsetMs: null,
  uncertaintyMs: null,
  clockOffsetMs: null,
  delayMs: null,
  jitterMs: null,
  vote: 'none',
};

export function result(servers: Reading[], reference: Partial<RunResult['reference']> = {}): RunResult {
  return {
    monitor: 'm',
    time: '2026-11-22T12:00:00.000Z',
    clock: { ratePpm: 0, boundPpm: 2000 },
    reference: {
      source: 'consensus',
      known: true,
      clockOffsetMs: 0.25,
      boundMs: 1,
      truechimers: servers.map((each) => each.server),
      falsetickers: [],
      ...reference,
    },
    servers,
  };
}
