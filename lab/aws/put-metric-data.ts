import { ServiceError } from './service-error';

/**
 * What CloudWatch accepts in one PutMetricData request. Source: API reference, PutMetricData and MetricDatum
 * (November 2026).
 */
export const LIMITS = {
  bodyBytes: 1024 * 1024,
  metrics: 1000,
  dimensions: 30,
  values: 150,
  nameLength: 255,
  dimensionValueLength: 1024,
  magnitude: 2 ** 360,
  pastMs: 14 * 24 * 3600 * 1000,
  aheadMs: 2 * 3600 * 1000,
} as const;

/** One accepted point. With `Values`, `value` is their mean and `values` holds each with its count. */
export interface Point {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  unit: string;
  /** ms since 1970; the time of arrival when the request gave none. */
  timeMs: number;
  value: number;
  values: { value: number; count: number }[];
}

/**
 * Checks a request as the service does: all of it is accepted, or none.
 *
 * @param request the decoded JSON body
 * @param nowMs ms since 1970
 * @throws ServiceError naming the member and the limit
 */
export function acceptPutMetricData(request: unknown, nowMs: number): Point[] {
  const { Namespace, MetricData } = expectRecord(request, 'The request');
  const namespace = expectText(Namespace, 'Namespace', LIMITS.nameLength);
  if (namespace.startsWith('AWS/')) {
    throw invalid('The value AWS/ for parameter Namespace is invalid: it is reserved.');
  }
  const data = expectList(MetricData, 'MetricData', LIMITS.metrics);
  if (data.length === 0) {
    throw new ServiceError('MissingParameter', 'The parameter MetricData is required.');
  }
  return data.map((datum, i) => point(namespace, datum, `MetricData.member.${i + 1}`, nowMs));
}

function point(namespace: string, input: unknown, path: string, nowMs: number): Point {
  const datum = expectRecord(input, path);
  const values = weightedValues(datum, path);
  const total = values.reduce((sum, { count }) => sum + count, 0);
  return {
    namespace,
    metricName: expectText(datum.MetricName, `${path}.MetricName`, LIMITS.nameLength),
    dimensions: dimensions(datum.Dimensions, `${path}.Dimensions`),
    unit: unit(datum.Unit, `${path}.Unit`),
    timeMs: timestamp(datum.Timestamp, `${path}.Timestamp`, nowMs),
    value: values.reduce((sum, { value, count }) => sum + value * count, 0) / total,
    values,
  };
}

/** `Value`, or `Values` with `Counts`. StatisticValues is refused: nothing here publishes it. */
function weightedValues(datum: Record<string, unknown>, path: string): Point['values'] {
  const given = ['Value', 'Values', 'StatisticValues'].filter((key) => datum[key] !== undefined);
  if (given.length !== 1 || given[0] === 'StatisticValues') {
    throw new ServiceError(
      'InvalidParameterCombination',
      `${path} must have one of Value and Values; it has ${given.join(' and ') || 'neither'}.`,
    );
  }
  if (datum.Value !== undefined) {
    return [{ value: finite(datum.Value, `${path}.Value`), count: 1 }];
  }
  const values = expectList(datum.Values, `${path}.Values`, LIMITS.values);
  const counts = expectList(datum.Counts ?? values.map(() => 1), `${path}.Counts`, LIMITS.values);
  if (counts.length !== values.length || values.length === 0) {
    throw new ServiceError(
      'InvalidParameterCombination',
      `${path}.Counts has ${counts.length} members and ${path}.Values ${values.length}; ` +
        'both must have the same number, at least one.',
    );
  }
  return values.map((value, i) => ({
    value: finite(value, `${path}.Values.member.${i + 1}`),
    count: finite(counts[i], `${path}.Counts.member.${i + 1}`),
  }));
}

function dimensions(input: unknown, path: string): Record<string, string> {
  const entries = expectList(input ?? [], path, LIMITS.dimensions).map((each, i) => {
    const { Name, Value } = expectRecord(each, `${path}.member.${i + 1}`);
    return [
      expectText(Name, `${path}.member.${i + 1}.Name`, LIMITS.nameLength),
      expectText(Value, `${path}.member.${i + 1}.Value`, LIMITS.dimensionValueLength),
    ] as const;
  });
  const named = Object.fromEntries(entries);
  if (Object.keys(named).length < entries.length) {
    throw invalid(`${path} names a dimension twice.`);
  }
  return named;
}

/** API reference, MetricDatum: the units that CloudWatch knows. */
const UNIT =
  /^((Bits|Bytes|(Kilo|Mega|Giga|Tera)(bits|bytes)|Count)(\/Second)?|(Micros|Millis|S)econds|Percent|None)$/;

function unit(input: unknown, path: string): string {
  const value = input ?? 'None';
  if (typeof value !== 'string' || !UNIT.test(value)) {
    throw invalid(`The value ${JSON.stringify(value)} for ${path} is not a unit of CloudWatch's.`);
  }
  return value;
}

/** AWS JSON 1.0 writes timestamps as seconds since 1970, with a fraction. */
function timestamp(input: unknown, path: string, nowMs: number): number {
  const ms = input === undefined ? nowMs : finite(input, path) * 1000;
  if (ms < nowMs - LIMITS.pastMs || ms > nowMs + LIMITS.aheadMs) {
    throw invalid(
      `The value ${JSON.stringify(input)} for ${path} must be at most two weeks in the past and at most ` +
        'two hours in the future.',
    );
  }
  return ms;
}

/** The wire carries NaN and the infinities as strings; CloudWatch takes none of them. */
function finite(value: unknown, path: string): number {
  if (typeof value !== 'number' || !(Math.abs(value) <= LIMITS.magnitude)) {
    throw invalid(`The value ${JSON.stringify(value)} for ${path} is invalid: not a number within 2^360.`);
  }
  return value;
}

function expectText(value: unknown, path: string, maxLength: number): string {
  if (value === undefined || value === null || value === '') {
    throw new ServiceError('MissingParameter', `The parameter ${path} is required.`);
  }
  if (typeof value !== 'string' || value.length > maxLength || !/^(?!:)(?=.*\S)[\x20-\x7e]+$/.test(value)) {
    throw invalid(
      `The value ${JSON.stringify(value)} for ${path} must be 1 to ${maxLength} printable ASCII characters, not ` +
        'only spaces, without a colon at the beginning.',
    );
  }
  return value;
}

function expectList(value: unknown, path: string, max: number): unknown[] {
  if (value === undefined) {
    throw new ServiceError('MissingParameter', `The parameter ${path} is required.`);
  }
  if (!Array.isArray(value) || value.length > max) {
    throw invalid(`The collection ${path} must have at most ${max} members.`);
  }
  return value;
}

function expectRecord(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ServiceError('SerializationException', `${path} is not a JSON object.`);
  }
  return value as Record<string, unknown>;
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
