/**
 * The keys of the catalogue by scope, written by hand: they are part of the construct's types, which must not drag the
 * function's own along. `METRICS` has exactly these, or it doesn't compile.
 */
interface KeysByScope {
  /** Of the whole monitor, by its first shard. */
  monitor:
    | 'clockOffset'
    | 'truechimers'
    | 'runsPublished'
    | 'serversConfigured'
    | 'runsWithoutReference'
    | 'runsUncertain'
    | 'runsOutvoted';
  /** Of each shard's run. */
  shard: 'shardsWithoutReference' | 'runsOutside' | 'runsUnusable' | 'runsRemarked' | 'leastHoursToLimit';
  /** Values of all servers. */
  distribution: 'absoluteOffset' | 'fleetUncertainty';
  /** How many servers are of a kind. */
  count:
    | 'servers'
    | 'serversWithin'
    | 'serversOutside'
    | 'serversUncertain'
    | 'serversUnusable'
    | 'serversRemarked'
    | 'outvoted';
  /** How many servers are unusable for a reason. */
  reason: 'unusableByReason';
  /** Of each server. */
  server:
    | 'offset'
    | 'uncertainty'
    | 'roundTripDelay'
    | 'usable'
    | 'drift'
    | 'hoursToLimit'
    | 'serverRunsOutside'
    | 'serverRunsUnusable'
    | 'serverRunsUncertain';
}

/** What a metric is of; `METRIC_DIMENSIONS` says what each means. */
export type MetricScope = keyof KeysByScope;

/** The keys of metrics of one scope. */
export type MetricKeyOf<S extends MetricScope> = KeysByScope[S];

export type MetricKey = MetricKeyOf<MetricScope>;

/** The scope of a metric. */
export type ScopeOf<K extends MetricKey> = {
  [S in MetricScope]: K extends MetricKeyOf<S> ? S : never;
}[MetricScope];
