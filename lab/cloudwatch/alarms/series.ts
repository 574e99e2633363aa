/** One point a period, oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[];

/** So many periods up to an instant. */
export interface PeriodRange {
  periodMs: number;
  /** ms since 1970, a whole minute. */
  endMs: number;
  /** Of periods. */
  count: number;
}
