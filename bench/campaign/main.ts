import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findChronyd } from '../../testkit/ntp/find-chronyd';
import { findFaketime } from '../../testkit/requirements';
import { sumTraffic } from './asymmetric-network';
import { type CampaignResult, campaignMarkdown } from './campaign-report';
import { CampaignTally, type Claim } from './campaign-tally';
import { checkChronyd } from './chronyd-campaign';
import { checkLiars, type Lies } from './liars';
import { checkOwnClocks } from './own-clock-table';
import { checkReadings } from './readings';
import { checkSilence, type SilenceTally } from './silence';

const CAMPAIGN_FOLDER = path.join(__dirname, '..', '..');
const JSON_FILE = path.join(CAMPAIGN_FOLDER, 'docs', 'accuracy', 'uncertainty.json');
const PAGE = path.join(CAMPAIGN_FOLDER, 'docs', 'accuracy', 'uncertainty.md');

/** Fleets that are measured side by side: most of a run is waiting for the network. */
const CAMPAIGN_FLEETS = 4;
const CAMPAIGN_TARGETS = 125;
const ELECTIONS_AT_ONCE = 48;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      readings: { type: 'string', default: '12000' },
      elections: { type: 'string', default: '4000' },
      chronyd: { type: 'string', default: '1000' },
      /** Readings by a clock of each rate. */
      own: { type: 'string', default: '1000' },
      silent: { type: 'string', default: '1000000' },
      /** Prints the result and leaves the page in docs/ as it is. */
      dry: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const began = performance.now();

  const readings = new CampaignTally();
  const fleets = await sideBySide('readings', CAMPAIGN_FLEETS, Number(values.readings), (onProgress, i) =>
    checkReadings(
      { seed: seed + i, readings: Number(values.readings), targets: CAMPAIGN_TARGETS, onProgress },
      readings,
    ),
  );
  const elections = new CampaignTally();
  const held = await sideBySide('elections', ELECTIONS_AT_ONCE, Number(values.elections), (onProgress, i) =>
    checkLiars({ seed: seed + 1000 + i, runs: Number(values.elections), onProgress }, elections),
  );
  const chronyd = new CampaignTally();
  const traffic = [...fleets, ...held.map((each) => each.traffic)];
  if (findChronyd() === undefined) {
    process.stderr.write('chronyd was not found: readings of real servers are left out.\n');
  } else {
    const real = await sideBySide('readings of chronyd', 1, Number(values.chronyd), (onProgress) =>
      checkChronyd({ seed: seed + 2000, readings: Number(values.chronyd), onProgress }, chronyd),
    );
    traffic.push(...real);
  }

  const own = await checkOwn(Number(values.own));
  const silent = checkSilence({ seed: seed + 3000, elections: Number(values.silent) });
  const result: CampaignResult = {
    seed,
    date: new Date().toISOString(),
    node: process.version,
    cpu: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    tookS: Math.round((performance.now() - began) / 1000),
    traffic: sumTraffic(traffic),
    readings: readings.summary(),
    elections: elections.summary(),
    lies: sumLies(held.map((each) => each.lies)),
    silent: { ...silent, violations: silent.violations.length },
    ownClock: own.rows,
    chronyd: chronyd.claims > 0 ? chronyd.summary() : null,
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  if (!values.dry) {
    await mkdir(path.dirname(JSON_FILE), { recursive: true });
    await writeFile(JSON_FILE, `${JSON.stringify(result, null, 2)}\n`);
    await writeFile(PAGE, campaignMarkdown(result));
  }
  const claims = [readings, elections, chronyd, own].flatMap(({ violations }): Claim[] => violations);
  fail([...claims, ...silent.violations]);
}

async function checkOwn(readings: number): ReturnType<typeof checkOwnClocks> {
  if (findFaketime() === undefined) {
    process.stderr.write('libfaketime was not found: readings by clocks of other rates are left out.\n');
    return { rows: [], violations: [] };
  }
  const what = 'readings by other clocks';
  const [own] = await sideBySide(what, 1, readings, (onProgress) => checkOwnClocks(readings, onProgress));
  return own!;
}

async function sideBySide<T>(
  what: string,
  count: number,
  wanted: number,
  start: (onProgress: (done: number) => void, i: number) => Promise<T>,
): Promise<T[]> {
  const onProgress = (done: number) => {
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${what}: ${done} of ${wanted} `);
    }
  };
  const all = await Promise.all(Array.from({ length: count }, (_, i) => start(onProgress, i)));
  process.stderr.write(`\r${what}: done          \n`);
  return all;
}

function sumLies(lies: readonly Lies[]): Lies {
  return lies.reduce((total, each) => ({
    told: total.told + each.told,
    named: total.named + each.named,
    slandered: total.slandered + each.slandered,
  }));
}

function fail(violations: readonly (Claim | SilenceTally['violations'][number])[]): void {
  for (const violation of violations) {
    process.stderr.write(`VIOLATION ${JSON.stringify(violation, null, 2)}\n`);
  }
  if (violations.length > 0) {
    process.exitCode = 1;
  }
}

void main();
