import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NtpServer } from '../../lab/ntp/ntp-server';
import { TrueTime } from '../../lab/ntp/server-clock';
import { parseEvent, type RunPlan } from '../../lambda/monitor/event';
import type { RunResult } from '../../lambda/monitor/reading';
import { FakedRuns } from '../../testkit/function/faked-clock';
import { Relay } from '../../testkit/ntp/udp-relay';
import type { CampaignTally } from './campaign-tally';
import { isUsable } from './oracle';

export interface OwnClockOptions {
  /** How fast the function's clock runs: 1.0001 gains 100 ppm. */
  rate: number;
  /** On the way to each server and back, ms; 0: a server of one's own. */
  pathMs: number;
  /** Readings to check at the least. */
  readings: number;
}

/** What a clock of one's own that is wrong does to others. */
export interface Slander {
  runs: number;
  /** Runs without reference time. */
  lost: number;
  /** Honest voters that were called falsetickers. */
  slandered: number;
  /** Servers that were said to have moved within the run. */
  moved: number;
  /** The clock's rate as it was measured, ppm, and the bound of that: of the last run. */
  measured: { ratePpm: number; boundPpm: number };
}

const OWN_CLOCK_VOTERS = 3;
const OWN_CLOCK_TARGETS = 47;
/** As ever: RFC 5905's burst. */
const POLITE = { samples: 4, spacingMs: 2000 };
/** Targets are off by up to so much, ms, and none by the same. */
const OFF_MS = 100;

/**
 * Whole runs in processes whose clocks, both of them, gain or lose all the time: no comparison of the two shows
 * it. Servers are right, and so is what is published about them, or it isn't.
 */
export async function checkOwnClock(options: OwnClockOptions, tally: CampaignTally): Promise<Slander> {
  const { rate, pathMs, readings } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'own-clock-'));
  const runs = new FakedRuns(folder);
  const trueTime = new TrueTime();
  const stations = await Promise.all(
    Array.from({ length: OWN_CLOCK_VOTERS + OWN_CLOCK_TARGETS }, (_, i) =>
      startAsked(trueTime, aheadMs(i), pathMs),
    ),
  );
  const slander: Slander = {
    runs: 0,
    lost: 0,
    slandered: 0,
    moved: 0,
    measured: { ratePpm: 0, boundPpm: 0 },
  };
  const plan = planOf(stations);
  const done = tally.claims + readings;
  try {
    while (tally.claims < done) {
      trueTime.recalibrate();
      const result = await runs.run(plan, POLITE, { FAKETIME: `+0 x${rate}` });
      tallyRun(result, tally, slander);
    }
    return slander;
  } finally {
    await Promise.all(stations.flatMap(({ server, relay }) => [relay?.close(), server.close()]));
    await rm(folder, { recursive: true });
  }
}

function aheadMs(i: number): number {
  return i < OWN_CLOCK_VOTERS ? 0 : ((i - OWN_CLOCK_VOTERS) / (OWN_CLOCK_TARGETS - 1) - 0.5) * 2 * OFF_MS;
}

interface Asked {
  server: NtpServer;
  relay?: Relay;
}

async function startAsked(trueTime: TrueTime, offsetMs: number, pathMs: number): Promise<Asked> {
  const server = await NtpServer.start({ trueTime, behaviour: { offsetMs } });
  const way = { delayMs: pathMs / 2 };
  return pathMs === 0 ? { server } : { server, relay: await Relay.start({ to: server, up: way, down: way }) };
}

function tallyRun({ servers, reference, clock }: RunResult, tally: CampaignTally, slander: Slander): void {
  slander.runs += 1;
  slander.lost += reference.known ? 0 : 1;
  slander.slandered += reference.falsetickers.length;
  slander.moved += servers.filter(({ remarks }) => remarks?.some(({ id }) => id === 'moved')).length;
  slander.measured = clock;
  for (const [i, reading] of servers.entries()) {
    if (isUsable(reading)) {
      const { offsetMs, uncertaintyMs } = reading;
      tally.add({ truthMs: aheadMs(i), offsetMs, uncertaintyMs, evidence: { reading, reference, clock } });
    } else {
      tally.leaveOut(reading.reason ?? 'unknown');
    }
  }
}

function planOf(stations: readonly Asked[]): RunPlan {
  const servers = stations.map(({ server, relay }, i) => ({
    host: server.host,
    port: relay?.port ?? server.port,
    name: `${i < OWN_CLOCK_VOTERS ? 'voter' : 'target'}-${i}`,
    role: i < OWN_CLOCK_VOTERS ? 'reference' : 'target',
  }));
  return parseEvent({ monitor: 'campaign', servers });
}
