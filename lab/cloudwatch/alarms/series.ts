/** One point a period, oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[];
