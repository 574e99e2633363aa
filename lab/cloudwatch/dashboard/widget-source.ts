import type { LogRecord } from '../../log-line';
import type { MetricStore } from '../alarms/datapoints';
import type { InsightRule } from './insight-rule';

/** Where the data of a dashboard's widgets come from. */
export interface WidgetSource {
  store: MetricStore;
  /** The function's log, oldest first. */
  records: readonly LogRecord[];
  /** Contributor Insights rules over it, by name. */
  rules: ReadonlyMap<string, InsightRule>;
}
