import { replies, type ServerBehaviour } from '../../lab/ntp/server-behaviour';
import { type Datum, metricData } from '../../lambda/function/metric-data';
import type { DriftWatch } from '../../lambda/monitor/drift-watch';
import { parseEvent } from '../../lambda/monitor/event';
import { findReference } from '../../lambda/monitor/reference-time';
import { parsePublishScope } from '../../lambda/monitor/shard';
import { toReading } from '../../lambda/monitor/verdict';
import { diagnose } from '../../lambda/ntp/diagnose';
import type { Address } from '../../lambda/ntp/dns/address';
import type { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import type { Measured } from '../../lambda/ntp/measure';
import { MODE, type Packet } from '../../lambda/ntp/packet';
import { fromMs } from '../../lambda/ntp/timestamp';
import { NO_DRIFT, silent, usable } from '../function/sample-readings';
import { exchange, PERFECT_CLOCK, reply } from '../ntp/sample-builder';

const REQUEST = reply({ mode: MODE.client });

interface RunContext {
  /** Of the run, ms since 1970. */
  timeMs: number;
  /** When the servers began to behave as they do: they drift from then on. */
  sinceMs: number;
  /** What the function's environment remembers. */
  kisses: KissOfDeathCache;
  /** Undefined: nobody looks at drift. */
  drifts: DriftWatch | undefined;
}

/**
 * What one run publishes, by the product's own code from the measurement on: diagnosis, reference, verdicts,
 * metrics. Servers answer in 10 ms.
 *
 * @param event the schedule's input
 * @param behaviourOf how a server behaves, by its name
 */
export function publishedBy(
  event: unknown,
  behaviourOf: (name: string) => ServerBehaviour,
  context: RunContext,
): Datum[] {
  const plan = parseEvent(event);
  const measured = plan.servers.map(({ name }, i) =>
    measurement(behaviourOf(name), simulatedAddress(i), context),
  );
  const reference = findReference(plan, measured, { comparison: NO_DRIFT, clockBoundMs: 0 });
  const findings = { plan, reference, clock: { ...PERFECT_CLOCK, epochMs: context.timeMs } };
  const result = {
    monitor: plan.monitor,
    time: new Date(context.timeMs).toISOString(),
    clock: { ratePpm: 0, boundPpm: 0 },
    reference: reference.reading,
    servers: plan.servers.map((server, i) => toReading(server, measured[i]!, findings)),
  };
  const scope = parsePublishScope(event, plan, context.timeMs);
  const observed = context.drifts?.observe({ plan, scope }, result) ?? result;
  return [...metricData(observed, scope)];
}

/** Each server's own: two at the same address would be one machine. */
function simulatedAddress(i: number): Address {
  return { ip: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, family: 4, port: 123 };
}

function measurement(
  { offsetMs = 0, driftPpm = 0, ...behaviour }: ServerBehaviour,
  address: Address,
  { timeMs, sinceMs, kisses }: RunContext,
): Measured {
  const held = kisses.active(address, timeMs) !== undefined;
  if (behaviour.kiss && !held) {
    kisses.record(address, behaviour.kiss, timeMs);
  }
  const symptoms = symptomsOf(behaviour, held);
  if (symptoms === undefined) {
    kisses.clear(address);
    const aheadMs = offsetMs + (timeMs - sinceMs) * driftPpm * 1e-6;
    const backMs = 5 + (behaviour.lateMs ?? 0);
    return usable(exchange({ aheadMs, forthMs: 5, backMs }, statedBy(behaviour, timeMs)), { address });
  }
  const measured = silent();
  const sampled = { ...measured.sampled, ...symptoms };
  const unusable = diagnose({ sampled, ignored: {}, replyTimeoutMs: 2000 })!;
  return { ...measured, sampled, unusable };
}

/** What a server's packet says beside its time. */
function statedBy(behaviour: ServerBehaviour, timeMs: number): Partial<Packet> {
  const [stated] = replies(behaviour, REQUEST, fromMs(0, timeMs), (ms) => fromMs(ms, timeMs));
  const { receive: _, transmit: __, ...rest } = stated!.packet;
  return rest;
}

/** What sampling would report of a server that gives no usable reply. */
function symptomsOf(behaviour: ServerBehaviour, held: boolean): Partial<Measured['sampled']> | undefined {
  if (held || behaviour.kiss) {
    return { kiss: behaviour.kiss ?? 'RATE' };
  }
  if (behaviour.silent) {
    return {};
  }
  return behaviour.unsynchronised ? { lastReply: exchange({}, { leap: 3, stratum: 0 }) } : undefined;
}
