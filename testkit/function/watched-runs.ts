import { DriftWatch } from '../../lambda/monitor/drift-watch';
import type { RunPlan, Server } from '../../lambda/monitor/event';
import type { PacketFields, Reading, RunResult } from '../../lambda/monitor/reading';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { seededRandom } from '../seeded-random';
import { plan, reading, result, server } from './sample-readings';

export const FIRST_MS = Date.parse('2026-11-25T12:00:20.000Z');

/** A healthy chrony at stratum 2 that heard its upstream half a minute ago. */
export function packetAt(timeMs: number, fields: Partial<PacketFields> = {}): PacketFields {
  return {
    ...{ leap: 0, version: 4, mode: 4, stratum: 2, poll: 6, precision: -23, refId: '192.0.2.1' },
    ...{ rootDelayMs: 1, rootDispersionMs: 0.05 },
    ...{ originTime: null, receiveTime: null, transmitTime: null, destinationTime: null },
    referenceTime: new Date(timeMs - MINUTE_MS / 2).toISOString(),
    ...fields,
  };
}

export const VOTERS = [server('a'), server('b'), server('c')];
export const WATCHED_TARGET = server('d', { role: 'target' });

/** Runs once a minute. Voters show some noise and no drift. */
class Runs {
  private readonly random = seededRandom(7);
  private count = 0;

  constructor(
    private readonly watch: DriftWatch,
    private readonly schedule: { plan: RunPlan; scope: { detail: 'full' | 'fleet'; shard: number } },
  ) {}

  /** @param others the readings of servers beside the voters, by the minute since the first run */
  next(others: (minute: number, timeMs: number) => Reading[]): RunResult {
    const minute = this.count;
    this.count += 1;
    const timeMs = FIRST_MS + minute * MINUTE_MS;
    const voters = VOTERS.map(({ name }) => this.reading(name, 0));
    const run = { ...result([...voters, ...others(minute, timeMs)]), time: new Date(timeMs).toISOString() };
    return this.watch.observe(this.schedule, run);
  }

  reading(name: string, offsetMs: number, fields: Partial<Reading> = {}): Reading {
    const [upMs, downMs] = [this.random() * 0.1, this.random() * 0.1];
    const shown = offsetMs + (upMs - downMs) / 2;
    return reading(name, { offsetMs: shown, delayMs: 2 + upMs + downMs, uncertaintyMs: 1.1, ...fields });
  }
}

export function watchedRuns(
  servers: Server[] = [...VOTERS, WATCHED_TARGET],
  scope = { detail: 'full' as const, shard: 1 },
) {
  return new Runs(new DriftWatch(), { plan: plan(servers), scope });
}

/** What is known of one server after so many runs in which it gains so much. */
export function afterRuns(count: number, ppm: number, startMs = 0): Reading {
  const runs = watchedRuns();
  let last: RunResult | undefined;
  for (let run = 0; run < count; run += 1) {
    last = runs.next((minute) => [runs.reading('d', startMs + ppm * minute * 0.06, { vote: 'none' })]);
  }
  return last!.servers.at(-1)!;
}
