import type { Detail } from '../event';
import type { Reading, RunResult } from '../reading';
import type { CountedReason } from '../unusable-reasons';
import type { MetricScope } from './metric-keys';
import type { Tally } from './tally';

export const NAMESPACE = 'NtpDrift';
export const DIMENSION = { monitor: 'Monitor', server: 'Server', reason: 'Reason' } as const;

export type Unit = 'Milliseconds' | 'Count' | 'None';

/**
 * What a metric is of, which says who publishes it and with which dimensions.
 * server: each server. monitor: the whole monitor, by the first shard. shard: each shard's own run; take the Sum.
 * count: servers of a kind; take the Sum, which adds up shards. distribution: values of all servers. reason: unusable
 * servers by reason.
 */
export const METRIC_DIMENSIONS = {
  server: [DIMENSION.monitor, DIMENSION.server],
  monitor: [DIMENSION.monitor],
  shard: [DIMENSION.monitor],
  count: [DIMENSION.monitor],
  distribution: [DIMENSION.monitor],
  reason: [DIMENSION.monitor, DIMENSION.reason],
} as const satisfies Record<MetricScope, readonly string[]>;

interface CommonToMetrics {
  name: string;
  unit: Unit;
  /** The monitors that publish it. */
  detail: readonly Detail[];
  /** Absent where the function's own clock is reference time, which it can neither lose nor be off from. */
  notByClock?: true;
  /** Looked at by warnings alone, and published for them. */
  forWarnings?: true;
  /** Published by several shards only. */
  sharded?: true;
  /**
   * Published for this run and for those that follow within an alarm's window, once a minute: data may be up to two
   * hours ahead (API reference, MetricDatum, Timestamp). So the sum in any minute is the number of such runs in the window
   * before, which an alarm can't work out by itself and a function without memory can't know. `proof`: for the shorter
   * window of proofs.
   */
  isCounted?: true | 'proof';
  /**
   * Published only in runs with that trouble. CloudWatch charges a metric by the hour in which it is published: a
   * healthy monitor has it for nothing.
   */
  troubleOnly?: true;
}

/** A value. Null: nothing is published in this run. */
type MetricValue<Subject> = (subject: Subject, tally: Tally) => number | null;

/** One entry of the catalogue. */
export type Metric = CommonToMetrics &
  (
    | { scope: 'server' | 'distribution'; value: MetricValue<Reading> }
    | { scope: 'monitor'; value: MetricValue<RunResult> }
    | {
        scope: 'shard';
        value: MetricValue<RunResult>;
        /** Runs with a group of those mark what lies before them (see `MARK_OF_EARLIER`). */
        group?: 'outside' | 'unusable';
      }
    | { scope: 'count'; counts: (reading: Reading, tally: Tally) => boolean }
    | { scope: 'reason'; counts: (reading: Reading, reason: CountedReason) => boolean }
  );
