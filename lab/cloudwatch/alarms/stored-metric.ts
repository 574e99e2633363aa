import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { PeriodRange, Series } from './series';
import { type Aggregate, compute, merged, type Percentile, type Statistic } from './statistic-functions';

const MINUTES_OF_HOUR = 60;

/** Points of one statistic over periods of one length, each made once: evaluations ask for the same ones again. */
interface KnownPoints {
  perPeriod: number;
  byEnd: Map<number, number | undefined>;
  newestEnd: number;
}

/** The data of one metric in one unit, by minute. */
export class StoredMetric {
  private readonly minutes = new Map<number, Aggregate>();
  /** By their first minute: a period of a day has them again and again. */
  private readonly hours = new Map<number, Aggregate | undefined>();
  private readonly known = new Map<string, KnownPoints>();

  add(minute: number, value: number, count: number): void {
    const added = { count, sum: value * count, minimum: value, maximum: value, values: [{ value, count }] };
    const before = this.minutes.get(minute);
    this.minutes.set(minute, before ? merged([before, added])! : added);
    this.hours.delete(minute - (minute % MINUTES_OF_HOUR));
    for (const { perPeriod, byEnd, newestEnd } of this.known.values()) {
      for (let end = minute + 1; end <= Math.min(minute + perPeriod, newestEnd); end += 1) {
        byEnd.delete(end);
      }
    }
  }

  /** Drops what is older than a minute. @returns whether anything is left */
  forget(first: number): boolean {
    this.known.clear();
    this.hours.clear();
    // Data may have come late, so that the oldest need not be the first.
    for (const minute of this.minutes.keys()) {
      if (minute < first) {
        this.minutes.delete(minute);
      }
    }
    return this.minutes.size > 0;
  }

  /** See `MetricStore.series`. */
  series(statistic: Statistic | Percentile, { periodMs, endMs, count }: PeriodRange): Series {
    const [perPeriod, end] = [periodMs / MINUTE_MS, endMs / MINUTE_MS];
    const key = `${statistic} ${perPeriod}`;
    const known = this.known.get(key) ?? { perPeriod, byEnd: new Map(), newestEnd: end };
    this.known.set(key, known);
    known.newestEnd = Math.max(known.newestEnd, end);
    return Array.from({ length: count }, (_, i) => {
      const periodEnd = end - (count - 1 - i) * perPeriod;
      if (!known.byEnd.has(periodEnd)) {
        known.byEnd.set(periodEnd, this.point(statistic, periodEnd - perPeriod, periodEnd));
      }
      return known.byEnd.get(periodEnd);
    });
  }

  private point(statistic: Statistic | Percentile, start: number, end: number): number | undefined {
    const all = merged(this.parts(start, end));
    return all && compute(statistic)(all);
  }

  /** What there is within some minutes, in parts: whole hours as one. */
  private parts(start: number, end: number): Aggregate[] {
    const parts: Aggregate[] = [];
    for (let minute = start; minute < end; ) {
      const isHour = minute % MINUTES_OF_HOUR === 0 && minute + MINUTES_OF_HOUR <= end;
      const part = isHour ? this.hour(minute) : this.minutes.get(minute);
      if (part !== undefined) {
        parts.push(part);
      }
      minute += isHour ? MINUTES_OF_HOUR : 1;
    }
    return parts;
  }

  private hour(start: number): Aggregate | undefined {
    if (!this.hours.has(start)) {
      const minutes = Array.from({ length: MINUTES_OF_HOUR }, (_, i) => this.minutes.get(start + i));
      this.hours.set(start, merged(minutes.filter((part) => part !== undefined)));
    }
    return this.hours.get(start);
  }
}
