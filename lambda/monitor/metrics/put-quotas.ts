/** PutMetricData: how many data a request may have (Amazon CloudWatch API reference). */
export const MAX_DATA_PER_REQUEST = 1000;
/** And how many values a datum (MetricDatum). */
export const MAX_VALUES_PER_DATUM = 150;
