import type { AlarmChoice, Detail } from '../event';
import type { Metric } from './metric-entry';
import { METRICS } from './metrics';

/** The metrics that such a monitor publishes, in their order. */
export function metricsPublishedBy(about: {
  detail: Detail;
  alarms: AlarmChoice;
  byClock: boolean;
  sharded: boolean;
}): Metric[] {
  return Object.values<Metric>(METRICS).filter(
    ({ detail, notByClock = false, sharded = false, forWarnings = false }) =>
      detail.includes(about.detail) &&
      !(forWarnings && about.alarms === 'essential') &&
      !(notByClock && about.byClock) &&
      (!sharded || about.sharded),
  );
}
