import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findChronyd } from '../../testkit/ntp/find-chronyd';
import { type Machine, withMachine } from '../machine';
import { drawSvg } from '../report/plot';
import { tablePlot, warningPlot } from './drift-plots';
import { type DriftResults, driftPage } from './drift-report';
import { DRIFT_PARTS, partFile } from './parts';
import { realCells } from './real-servers';

const DRIFT_FOLDER = path.join(__dirname, '..', '..');
const DRIFT_DOCS = path.join(DRIFT_FOLDER, 'docs', 'accuracy');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      /** A few minutes of everything; prints the page and leaves docs/ as it is. */
      quick: { type: 'boolean', default: false },
      /** Parts to run again, with commas; the others are taken as they were. */
      only: { type: 'string' },
      /** Runs nothing: writes the page from what was found before. */
      page: { type: 'boolean', default: false },
    },
  });
  const wanted = values.page ? [] : (values.only?.split(',') ?? Object.keys(DRIFT_PARTS));
  const ids = wanted.filter((id) => id !== 'chronyd' || findChronyd() !== undefined);
  const { machine } = await withMachine(() => runParts(ids, values.quick));
  const results = await readResults(machine, values.quick);
  if (values.quick) {
    process.stdout.write(`${driftPage(results)}\n`);
    return;
  }
  await mkdir(DRIFT_DOCS, { recursive: true });
  await writeFile(path.join(DRIFT_DOCS, 'drift.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(path.join(DRIFT_DOCS, 'drift.md'), driftPage(results));
  await writeFile(path.join(DRIFT_DOCS, 'drift-error.svg'), await drawSvg(tablePlot(results.table)));
  await writeFile(path.join(DRIFT_DOCS, 'drift-warning.svg'), await drawSvg(warningPlot(results.drifting)));
}

/** As many at once as there are cores, each in a process of its own. */
async function runParts(ids: readonly string[], isQuick: boolean): Promise<void> {
  const waiting = [...ids];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const script = path.join(__dirname, 'part.ts');
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', script, id, ...(isQuick ? ['--quick'] : [])],
        { cwd: DRIFT_FOLDER, stdio: ['ignore', 'inherit', 'inherit'] },
      );
      const [code] = await once(child, 'exit');
      if (code !== 0) {
        throw new Error(`The part "${id}" ended with exit code ${code}; what it printed says why.`);
      }
    }
  };
  await Promise.all(cpus().map(worker));
}

async function readResults(machine: Machine, isQuick: boolean): Promise<DriftResults> {
  const read = async (id: string) => {
    const file = partFile(id, isQuick);
    return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : { cpuS: 0, result: null };
  };
  const parts = Object.fromEntries(
    await Promise.all(Object.keys(DRIFT_PARTS).map(async (id) => [id, await read(id)] as const)),
  );
  return {
    machine,
    cpuS: Object.fromEntries(Object.entries(parts).map(([id, { cpuS }]) => [id, cpuS])),
    table: parts.table.result ?? [],
    healthy: Object.entries(parts).flatMap(([id, { result }]) => (id.startsWith('healthy-') && result) || []),
    drifting: parts.drifting.result ?? [],
    coldStarts: parts['cold-starts'].result ?? [],
    chronyd: realCells(parts.chronyd.result ?? []),
    cost: parts.cost.result,
  };
}

void main();
