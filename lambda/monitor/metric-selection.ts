import type { Detail } from './event';
import type { Metric } from './metric-entry';
import { METRICS } from './metrics';

/** The metrics that such a monitor publishes, in their order. */
export function metricsPublishedBy(about: { detail: Detail; byClock: boolean; sharded: boolean }): Metric[] {
  return Object.values<Metric>(METRICS).filter(
    ({ detail, notByClock = false, sharded = false }) =>
      detail.includes(about.detail) && !(notByClock && about.byClock) && (!sharded || about.sharded),
  );
}
