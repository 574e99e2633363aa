import type { ReferenceReading, RunSummary, Verdict } from '../lambda/monitor/reading';

/** What the picture needs of a reading. */
type PicturedReading = Pick<
  RunSummary['servers'][number],
  | 'server'
  | 'verdict'
  | 'reason'
  | 'explanation'
  | 'offsetMs'
  | 'uncertaintyMs'
  | 'clockOffsetMs'
  | 'rootDistanceMs'
  | 'limitMs'
>;

/** What the picture needs of a run. */
export interface PicturedRun {
  reference: ReferenceReading;
  servers: readonly PicturedReading[];
}

/** An interval in units of the row's limit: 1 is the limit, negative is behind. */
export interface Span {
  low: number;
  high: number;
}

/** One server's row. */
export interface PictureRow {
  server: string;
  verdict: Verdict;
  /** What is drawn: an offset that lies within `uncertaintyMs` of the true one. Null: nothing was measured. */
  offsetMs: number | null;
  uncertaintyMs: number | null;
  limitMs: number;
  /** The bar. Null: a dotted row. */
  bar: Span | null;
  /** Where in the bar the estimate stands. */
  estimate: number | null;
  /** The interval around zero that holds true time. */
  reference: Span | null;
  /** The verdicts of the last runs, oldest first; null: there was no run. Missing: only this run is known. */
  history?: readonly (Verdict | null)[];
  reason?: string;
  explanation?: string;
}

/** The answer of one run at a glance: a row for each server, the worst first. */
export interface IntervalPicture {
  rows: PictureRow[];
  /** The axis reaches from minus to plus so many limits; a bar beyond is cut there. */
  reach: number;
  /** The limit of all rows; null when they have different ones. */
  limitMs: number | null;
  /** What offsets are against. */
  against: 'reference time' | "this machine's clock";
  /** While reference time is lost: groups of servers that agree among themselves, the largest first. */
  camps: string[][];
}

/** The worst first, as somebody who was woken up wants them. */
const VERDICTS_WORST_FIRST: readonly Verdict[] = ['outside', 'unusable', 'uncertain', 'within'];

/** The axis shows the limit with some room beyond it, and not more of what lies far out. */
const MIN_REACH = 1.25;
const MAX_REACH = 2;
/** The farthest bar ends short of the edge, unless that is cut. */
const EDGE_MARGIN = 1.05;

/**
 * Draws one run up: what goes where, for a terminal and for a page alike.
 * @param histories the verdicts of the last runs by server, this one included, oldest first
 */
export function intervalPicture(
  { reference, servers }: PicturedRun,
  histories: ReadonlyMap<string, readonly (Verdict | null)[]> = new Map(),
): IntervalPicture {
  const rows = servers
    .map((reading) => {
      const history = histories.get(reading.server);
      return { ...pictureRow(reading, reference), ...(history && { history }) };
    })
    .sort(worstFirst);
  const farthest = Math.max(0, ...rows.flatMap(({ bar }) => (bar ? [-bar.low, bar.high] : [])));
  const limits = new Set(servers.map(({ limitMs }) => limitMs));
  const lost = !reference.known;
  return {
    rows,
    // Without reference time the camps are what matters, however far apart they are.
    reach: Math.min(Math.max(MIN_REACH, farthest * EDGE_MARGIN), lost ? Number.POSITIVE_INFINITY : MAX_REACH),
    limitMs: limits.size === 1 ? [...limits][0]! : null,
    against: lost || reference.source === 'clock' ? "this machine's clock" : 'reference time',
    camps: lost ? campsOf(rows) : [],
  };
}

function pictureRow(reading: PicturedReading, reference: ReferenceReading): PictureRow {
  const { server, verdict, limitMs, reason, explanation } = reading;
  const { offsetMs, uncertaintyMs } = reference.known
    ? reading
    : { offsetMs: reading.clockOffsetMs, uncertaintyMs: reading.rootDistanceMs };
  const drawn = offsetMs !== null && uncertaintyMs !== null && verdict !== 'unusable';
  const bound = reference.known ? reference.boundMs : null;
  return {
    server,
    verdict,
    offsetMs: drawn ? offsetMs : null,
    uncertaintyMs: drawn ? uncertaintyMs : null,
    limitMs,
    bar: drawn
      ? { low: (offsetMs - uncertaintyMs) / limitMs, high: (offsetMs + uncertaintyMs) / limitMs }
      : null,
    estimate: drawn ? offsetMs / limitMs : null,
    reference: bound === null ? null : { low: -bound / limitMs, high: bound / limitMs },
    ...(reason !== undefined && { reason }),
    ...(explanation !== undefined && { explanation }),
  };
}

function worstFirst(a: PictureRow, b: PictureRow): number {
  return (
    VERDICTS_WORST_FIRST.indexOf(a.verdict) - VERDICTS_WORST_FIRST.indexOf(b.verdict) ||
    farness(b) - farness(a)
  );
}

/** How much of the limit may be used up. */
function farness({ bar }: PictureRow): number {
  return bar ? Math.max(-bar.low, bar.high) : 0;
}

/** Repeatedly takes the largest set of rows that share a point. */
function campsOf(rows: readonly PictureRow[]): string[][] {
  let left = rows.flatMap(({ server, offsetMs, uncertaintyMs }) =>
    offsetMs === null || uncertaintyMs === null
      ? []
      : [{ server, low: offsetMs - uncertaintyMs, high: offsetMs + uncertaintyMs }],
  );
  const camps: string[][] = [];
  while (left.length > 0) {
    // A largest set shares the low end of one of its members.
    const sets = left.map(({ low }) => left.filter((each) => each.low <= low && low <= each.high));
    const camp = sets.reduce((largest, set) => (set.length > largest.length ? set : largest));
    camps.push(camp.map(({ server }) => server));
    left = left.filter((each) => !camp.includes(each));
  }
  return camps;
}
