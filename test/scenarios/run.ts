import { parseEvent } from '../../lambda/event';
import { type Datum, metricData } from '../../lambda/metrics';
import { diagnose } from '../../lambda/ntp/diagnosis';
import type { Measured } from '../../lambda/ntp/measure';
import { parsePublication } from '../../lambda/publication';
import { findReference } from '../../lambda/reference';
import { toReading } from '../../lambda/verdict';
import { silent, usable } from '../lambda/support/readings';
import { exchange, PERFECT_CLOCK, reply } from '../lambda/support/samples';

/** What a server does in a run: how far it is ahead in ms, or how it fails. */
export type Behaviour = number | 'silent' | 'unsynchronised' | 'kiss';

/**
 * What one run publishes, by the product's own code from the measurement on: diagnosis, reference, verdicts,
 * metrics. Servers answer in 10 ms.
 *
 * @param event the schedule's input
 * @param servers by name; who isn't named is right
 */
export function publishedBy(
  event: unknown,
  servers: Readonly<Record<string, Behaviour>>,
  timeMs: number,
): Datum[] {
  const plan = parseEvent(event);
  const measured = plan.servers.map(({ name }) => measurement(servers[name] ?? 0));
  const reference = findReference(plan, measured, 0);
  const result = {
    monitor: plan.monitor,
    time: new Date(timeMs).toISOString(),
    reference: reference.reading,
    servers: plan.servers.map((server, i) => toReading(server, measured[i]!, reference, PERFECT_CLOCK)),
  };
  return [...metricData(result, parsePublication(event, plan))];
}

function measurement(behaviour: Behaviour): Measured {
  if (typeof behaviour === 'number') {
    return usable(exchange({ aheadMs: behaviour, forthMs: 5, backMs: 5 }));
  }
  const measured = silent();
  const sampled = { ...measured.sampled, ...SYMPTOMS[behaviour] };
  const unusable = diagnose({ sampled, ignored: {}, rootDistanceMs: undefined, replyTimeoutMs: 2000 })!;
  return { ...measured, sampled, unusable };
}

const SYMPTOMS: Record<Exclude<Behaviour, number>, Partial<Measured['sampled']>> = {
  silent: {},
  unsynchronised: { lastReply: exchange({}, reply({ leap: 3, stratum: 0 })) },
  kiss: { kiss: 'RATE' },
};
