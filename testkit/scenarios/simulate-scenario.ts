import type { Conduct } from '../../lab/scenarios/scenario-state';
import { type Datum, metricData } from '../../lambda/function/metric-data';
import { parseEvent } from '../../lambda/monitor/event';
import { findReference } from '../../lambda/monitor/reference-time';
import { parsePublishScope } from '../../lambda/monitor/shard';
import { toReading } from '../../lambda/monitor/verdict';
import type { Address } from '../../lambda/ntp/address';
import { diagnose } from '../../lambda/ntp/diagnose';
import type { KissOfDeathCache } from '../../lambda/ntp/kiss-of-death';
import type { Measured } from '../../lambda/ntp/measure';
import { silent, usable } from '../function/sample-readings';
import { exchange, PERFECT_CLOCK, reply } from '../ntp/sample-builder';

/**
 * What one run publishes, by the product's own code from the measurement on: diagnosis, reference, verdicts,
 * metrics. Servers answer in 10 ms.
 *
 * @param event the schedule's input
 * @param conductOf what a server does, by its name
 * @param kisses what the function's environment remembers
 */
export function publishedBy(
  event: unknown,
  conductOf: (name: string) => Conduct,
  timeMs: number,
  kisses: KissOfDeathCache,
): Datum[] {
  const plan = parseEvent(event);
  const measured = plan.servers.map(({ name }) =>
    measurement(conductOf(name), { ip: name, family: 4, port: 123 }, timeMs, kisses),
  );
  const reference = findReference(plan, measured, { clockBoundMs: 0 });
  const findings = { ...plan, reference, clock: PERFECT_CLOCK };
  const result = {
    monitor: plan.monitor,
    time: new Date(timeMs).toISOString(),
    reference: reference.reading,
    servers: plan.servers.map((server, i) => toReading(server, measured[i]!, findings)),
  };
  return [...metricData(result, parsePublishScope(event, plan))];
}

function measurement(conduct: Conduct, address: Address, timeMs: number, kisses: KissOfDeathCache): Measured {
  const held = kisses.active(address, timeMs);
  if (typeof conduct === 'number' && held === undefined) {
    kisses.clear(address);
    return usable(exchange({ aheadMs: conduct, forthMs: 5, backMs: 5 }));
  }
  if (conduct === 'kiss' && held === undefined) {
    kisses.record(address, 'RATE', timeMs);
  }
  const measured = silent();
  const symptoms = held === undefined ? SYMPTOMS[conduct as Exclude<Conduct, number>] : SYMPTOMS.kiss;
  const sampled = { ...measured.sampled, ...symptoms };
  const unusable = diagnose({ sampled, ignored: {}, replyTimeoutMs: 2000 })!;
  return { ...measured, sampled, unusable };
}

const SYMPTOMS: Record<Exclude<Conduct, number>, Partial<Measured['sampled']>> = {
  silent: {},
  unsynchronised: { lastReply: exchange({}, reply({ leap: 3, stratum: 0 })) },
  kiss: { kiss: 'RATE' },
};
