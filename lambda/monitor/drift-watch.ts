import { byServer } from '../drift/by-server';
import { type DriftHistory, type DriftReading, type DriftRun, recordRun } from '../drift/drift-history';
import { type DriftStatement, driftOfAll } from '../drift/drift-of';
import { aheadText, earlySignsOf } from '../drift/early-signs';
import { gapOf, type HistoryGap, mergeReadBack, type PublishedSeries } from '../drift/read-back';
import { recordSightings, type Sighting, type Sightings } from '../drift/sightings';
import { MINUTE_MS } from '../ntp/time-units';
import { isReference, type RunPlan, type Server } from './event';
import { mayBeApartByLeap } from './leap-smear';
import { clockTimeMs, type DriftReport, type Reading, type RunResult } from './reading';
import { type Remark, remark } from './remarks/remark';
import type { PublishScope } from './shard';

/** What outlives the runs of one schedule: plain data. */
export interface DriftMemory {
  history: DriftHistory;
  sightings: Sightings;
  /** Where a gap begins that was asked for and has not been read back, ms since 1970. */
  unreadFromMs?: number | undefined;
}

/** Whose runs they are. */
export interface WatchedSchedule {
  plan: RunPlan;
  scope: Pick<PublishScope, 'detail' | 'shard'>;
}

const NOTHING: DriftMemory = { history: [], sightings: byServer([]) };

/** A fleet asks for the drift of servers only that have used up this share of their limit. */
const FLEET_SHARE = 0.1;
/** How many servers are remembered, all schedules together: 60 KB each at most, at full detail. */
const MAX_SERVERS = 1500;
/** Digits behind the point that are worth a log's bytes, in ppm, hours and ms. */
const DIGITS = 4;

/** The memory of every schedule that an environment serves; without a database, since CloudWatch has the readings. */
export class DriftWatch {
  /** The least recently used first. */
  private readonly memories = new Map<string, { memory: DriftMemory; servers: number }>();

  /** Which readings of the past are missing here and published; undefined: none, or they are not to be read. */
  gapOf(schedule: WatchedSchedule, nowMs: number): HistoryGap | undefined {
    const { plan, scope } = schedule;
    if (!plan.history || scope.detail !== 'full') {
      return undefined;
    }
    const { history, unreadFromMs } = this.memoryOf(schedule);
    return gapOf(history, nowMs, plan.intervalMs, unreadFromMs);
  }

  /** Notes that a gap could not be read back, so that it is asked for again. */
  leaveUnread(schedule: WatchedSchedule, { fromMs }: HistoryGap): void {
    this.keep(schedule, { ...this.memoryOf(schedule), unreadFromMs: fromMs });
  }

  /** Takes what was read back, before the run that it was read for. */
  restore(schedule: WatchedSchedule, published: readonly PublishedSeries[]): void {
    const memory = this.memoryOf(schedule);
    const history = mergeReadBack(memory.history, published);
    this.keep(schedule, { ...memory, history, unreadFromMs: undefined });
  }

  /** @returns the run with what its past says of each server */
  observe(schedule: WatchedSchedule, run: RunResult): RunResult {
    const observed = observeRun(this.memoryOf(schedule), schedule, run);
    this.keep(schedule, observed.memory);
    return observed.run;
  }

  private memoryOf(schedule: WatchedSchedule): DriftMemory {
    return this.memories.get(keyOf(schedule))?.memory ?? NOTHING;
  }

  private keep(schedule: WatchedSchedule, memory: DriftMemory): void {
    const key = keyOf(schedule);
    this.memories.delete(key);
    this.memories.set(key, { memory, servers: schedule.plan.servers.length });
    let servers = [...this.memories.values()].reduce((sum, each) => sum + each.servers, 0);
    for (const [other, each] of this.memories) {
      if (servers <= MAX_SERVERS || other === key) {
        break;
      }
      this.memories.delete(other);
      servers -= each.servers;
    }
  }
}

function keyOf({ plan, scope }: WatchedSchedule): string {
  return `${scope.shard} ${plan.monitor}`;
}

/** One more run: what is remembered from now on, and the readings with their drift and early signs. */
function observeRun(
  memory: DriftMemory,
  schedule: WatchedSchedule,
  run: RunResult,
): { memory: DriftMemory; run: RunResult } {
  const { plan, scope } = schedule;
  const voters = plan.servers.filter((each) => isReference(each, plan.reference)).map(({ name }) => name);
  const isAsked = (each: Reading) => scope.detail === 'full' || isFar(each);
  const recorded = run.servers.filter((each) => isAsked(each) || voters.includes(each.server));
  const history = recordRun(memory.history, toDriftRun(run, recorded));
  const sightings = recordSightings(memory.sightings, sightingsOf(run, plan));
  const asked = recorded.filter((each) => isAsked(each) && toDriftReading(each));
  const statements = driftOfAll(history, asked, voters);
  const drifts = new Map(asked.map(({ server }, i) => [server, toReport(statements[i]!)]));
  const all = Object.values(sightings);
  const timeMs = Date.parse(run.time);
  const servers = run.servers.map((reading, i) => {
    const found = drifts.get(reading.server);
    // A smear ends by itself. Few servers of a fleet are asked about, and each looks through all voters.
    const drift = found && mayBeApartByLeap(plan.servers[i]!, plan, timeMs) ? withoutTimeLeft(found) : found;
    const remarks = [
      ...(reading.remarks ?? []),
      ...signsOf(reading, sightings, all),
      ...(drift ? driftRemarks(drift) : []),
    ];
    return { ...reading, ...(drift && { drift }), ...(remarks.length > 0 && { remarks }) };
  });
  return { memory: { ...memory, history, sightings }, run: { ...run, servers } };
}

function withoutTimeLeft(drift: DriftReport): DriftReport {
  if (!drift.known) {
    return drift;
  }
  const { timeLeft: _, ...rest } = drift;
  return rest;
}

function isFar({ offsetMs, limitMs }: Reading): boolean {
  return offsetMs !== null && Math.abs(offsetMs) > FLEET_SHARE * limitMs;
}

/** Stamped as metrics are, by the function's clock: readings that were read back have to fit between. */
function toDriftRun(run: RunResult, recorded: readonly Reading[]): DriftRun {
  const readings = recorded.flatMap((each): [string, DriftReading][] => {
    const reading = toDriftReading(each);
    return reading ? [[each.server, reading]] : [];
  });
  return { timeMs: clockTimeMs(run), readings: byServer(readings) };
}

function toDriftReading({
  verdict,
  offsetMs,
  uncertaintyMs,
  delayMs,
  address,
  vote,
}: Reading): DriftReading | undefined {
  return verdict === 'unusable' || offsetMs === null || delayMs === null
    ? undefined
    : {
        offsetMs,
        delayMs,
        ...(uncertaintyMs !== null && { uncertaintyMs }),
        ...(address !== null && { address }),
        ...(vote !== 'truechimer' && { outvoted: true }),
      };
}

function sightingsOf(run: RunResult, plan: RunPlan): Record<string, Sighting> {
  const timeMs = Date.parse(run.time);
  const sightings = run.servers.flatMap((reading, i): [string, Sighting][] => {
    const { packet, verdict } = reading;
    return packet && verdict !== 'unusable'
      ? [[reading.server, toSighting(reading, packet, { timeMs, server: plan.servers[i]!, plan })]]
      : [];
  });
  return byServer(sightings);
}

function toSighting(
  { offsetMs, uncertaintyMs, limitMs, vote, remarks = [] }: Reading,
  packet: NonNullable<Reading['packet']>,
  { timeMs, server, plan }: { timeMs: number; server: Server; plan: RunPlan },
): Sighting {
  const { leap, stratum, refId, referenceTime, rootDelayMs, rootDispersionMs } = packet;
  return {
    ...{ timeMs, leap, stratum, refId, rootDelayMs, rootDispersionMs, offsetMs, uncertaintyMs, limitMs },
    referenceTimeMs: referenceTime === null ? null : Date.parse(referenceTime),
    isOutvoted: vote === 'falseticker',
    hasNoSource: remarks.some(({ id }) => id === 'free-running'),
    smeared: server.smeared,
    mayBeApart: mayBeApartByLeap(server, plan, timeMs),
    mayRunFreely: server.freeRunning,
    maxReferenceAgeMs: server.maxReferenceAgeMs,
  };
}

/** What wasn't remarked already. */
function signsOf(
  { server, verdict, remarks = [] }: Reading,
  sightings: Sightings,
  all: readonly (readonly Sighting[])[],
): Remark[] {
  return verdict === 'unusable'
    ? []
    : earlySignsOf(sightings, server, all)
        .filter(({ id }) => !remarks.some((each) => each.id === id))
        .map(({ id, text }) => remark(id, `it ${text}`));
}

/** What a drift means, in words. */
function driftRemarks(drift: DriftReport): Remark[] {
  if (!drift.known) {
    return [];
  }
  const { ppm, halfWidthPpm, since, corrected, timeLeft } = drift;
  const pace = `${ppm < 0 ? 'loses' : 'gains'} ${Math.abs(ppm).toFixed(1)} +- ${halfWidthPpm.toFixed(1)} ppm`;
  if (corrected) {
    const minutes = Math.round(corrected.everyMs / MINUTE_MS);
    const text = `it ${pace} and is corrected every ${minutes} minutes, by ${aheadText(corrected.stepMs)}`;
    return [remark('corrected', `${text}: its clock is stepped and not steered`)];
  }
  if (!timeLeft) {
    return [];
  }
  const { hoursToLimit, rangeHours } = timeLeft;
  const left = rangeHours ? `${rangeHours.least} to ${rangeHours.most}` : `about ${hoursToLimit.toFixed(1)}`;
  const text = `it ${pace} since ${since.slice(0, 16)}Z, and reaches its limit in ${left} h`;
  return [remark('drifting', `${text}: check its upstream`)];
}

function toReport(statement: DriftStatement): DriftReport {
  if (!statement.known) {
    return rounded(statement);
  }
  const { sinceMs, stretchMs: _, ...rest } = statement;
  return { ...rounded(rest), since: new Date(sinceMs).toISOString() };
}

/** The same with every number in it rounded to `DIGITS`. */
function rounded<T extends object>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, each) => (typeof each === 'number' ? Number(each.toFixed(DIGITS)) : each)),
  );
}
