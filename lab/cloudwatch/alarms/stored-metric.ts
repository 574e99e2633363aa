import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import type { PeriodRange } from './datapoints';
import type { Series } from './series';
import { type Aggregate, compute, merged, type Percentile, type Statistic } from './statistic-functions';

/** Points of one statistic over periods of one length, each made once: evaluations ask for the same ones again. */
interface KnownPoints {
  perPeriod: number;
  byEnd: Map<number, number | undefined>;
  newestEnd: number;
}

/** The data of one metric in one unit, by minute. */
export class StoredMetric {
  private readonly minutes = new Map<number, Aggregate>();
  private readonly known = new Map<string, KnownPoints>();

  add(minute: number, value: number, count: number): void {
    const added = { count, sum: value * count, minimum: value, maximum: value, values: [{ value, count }] };
    const before = this.minutes.get(minute);
    this.minutes.set(minute, merged(before ? [before, added] : [added]));
    for (const { perPeriod, byEnd, newestEnd } of this.known.values()) {
      for (let end = minute + 1; end <= Math.min(minute + perPeriod, newestEnd); end += 1) {
        byEnd.delete(end);
      }
    }
  }

  /** Drops what is older than a minute. @returns whether anything is left */
  forget(first: number): boolean {
    this.known.clear();
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
    const parts: Aggregate[] = [];
    for (let minute = start; minute < end; minute += 1) {
      const part = this.minutes.get(minute);
      if (part !== undefined) {
        parts.push(part);
      }
    }
    const [first, ...rest] = parts;
    return first && compute(statistic)(merged([first, ...rest]));
  }
}
