/**
 * What a reading may claim, computed over again from nothing but what was published: the packet's fields, the
 * delays and the four timestamps. Written without a look at lambda/, so that the two can contradict each other.
 */
import type { PacketFields, Reading } from '../../lambda/monitor/reading';

/** RFC 5905, section 7.2 (figure 6): PHI. */
const DRIFT = 15e-6;

/** A reading with numbers in it. */
export type Usable = Reading & {
  offsetMs: number;
  uncertaintyMs: number;
  clockOffsetMs: number;
  delayMs: number;
  packet: PacketFields;
};

export function isUsable(reading: Reading): reading is Usable {
  return reading.offsetMs !== null && reading.uncertaintyMs !== null && reading.packet !== null;
}

/**
 * Milliseconds since `epochMs` of an ISO 8601 time in UTC with nanoseconds.
 * @param epochMs whole milliseconds since 1970; near it, doubles keep the nanoseconds
 */
export function sinceMs(iso: string, epochMs: number): number {
  const [seconds = '', fraction = ''] = iso.replace('Z', '').split('.');
  return Date.parse(`${seconds}Z`) - epochMs + Number(fraction) / 1e6;
}

/** What the reading's own exchange leaves open, ms: half the delay, the server's precision, drift meanwhile. */
export function exchangeTermsMs({ delayMs, packet }: Usable): number {
  const [sent, arrived] = [packet.originTime!, packet.destinationTime!];
  const lastedMs = sinceMs(arrived, Date.parse(sent)) - sinceMs(sent, Date.parse(sent));
  return delayMs / 2 + 2 ** packet.precision * 1000 + DRIFT * lastedMs;
}

/** How far a voter may be from true time by its own packet and its path, ms (RFC 5905: the root distance). */
function rootDistanceMs(voter: Usable): number {
  const { stratum, rootDelayMs, rootDispersionMs } = voter.packet;
  const grantedMs = stratum > 1 && rootDispersionMs === 0 ? DISPERSION_FLOOR : rootDispersionMs;
  return exchangeTermsMs(voter) + rootDelayMs / 2 + grantedMs;
}

/** RFC 5905, section 7.2 (figure 6): MINDISP, ms, for a secondary server that states no dispersion. */
const DISPERSION_FLOOR = 5;

/** Readings of servers whose statements count. */
export function votersAmong(readings: readonly Reading[]): Usable[] {
  return readings.filter(isUsable).filter(({ vote }) => vote !== 'none');
}

/** Who was heard in an election, and what it found. */
export interface HeardVoters {
  /** The readings of those that vote, of which there is at least one. */
  voters: readonly Usable[];
  /** How many would vote if all were heard. */
  configured: number;
  /** Reference time minus the function's clock, ms. */
  referenceMs: number;
}

/** How many of so many voters may lie without a majority among them. */
export function mayLie(configured: number): number {
  return Math.ceil(configured / 2) - 1;
}

/**
 * What a reading's uncertainty may be at the most, ms: its exchange's terms, drift since reference time was found, and
 * the bound of reference time.
 */
export function statedMs(reading: Usable, election: HeardVoters): number {
  const { voters } = election;
  const epochMs = Date.parse(reading.packet.destinationTime!);
  const apartMs = Math.abs(arrivedMs(reading, epochMs) - heardAtMs(voters, epochMs));
  return exchangeTermsMs(reading) + DRIFT * apartMs + referenceBoundMs(election);
}

/**
 * How far reference time may be from the truth, ms: as far as the farthest point that the statements of all voters
 * hold but for as many as may lie.
 */
export function referenceBoundMs({ voters, configured, referenceMs }: HeardVoters): number {
  const epochMs = Date.parse(voters[0]!.packet.destinationTime!);
  const atMs = heardAtMs(voters, epochMs);
  const intervals = voters.map((voter) => {
    const sinceThenMs = Math.abs(arrivedMs(voter, epochMs) - atMs);
    const distanceMs = rootDistanceMs(voter) + DRIFT * sinceThenMs;
    return { lowMs: voter.clockOffsetMs - distanceMs, highMs: voter.clockOffsetMs + distanceMs };
  });
  const ends = intervals.flatMap(({ lowMs, highMs }) => [lowMs, highMs]);
  const held = ends.filter(
    (end) =>
      intervals.filter(({ lowMs, highMs }) => lowMs <= end && end <= highMs).length >=
      intervals.length - mayLie(configured),
  );
  return Math.max(...held.map((end) => Math.abs(end - referenceMs)));
}

/** Reference time is that of the moment at which the voters' replies arrived, on average. */
function heardAtMs(voters: readonly Usable[], epochMs: number): number {
  return voters.reduce((sum, voter) => sum + arrivedMs(voter, epochMs) / voters.length, 0);
}

/** When the reply arrived by the function's clock, ms since `epochMs`. */
function arrivedMs({ packet }: Usable, epochMs: number): number {
  return sinceMs(packet.destinationTime!, epochMs);
}
