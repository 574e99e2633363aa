import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { wholeNumber } from '../cli/numbers';
import { measureCold } from './cold/cold-campaign';
import { BENCH_CACHE } from './install/folder';
import { withMachine } from './machine';
import { page } from './report/page';
import { drawSvg, errorPlot, type PlotRow } from './report/plot';
import { coldCostGrid, coldErrorGrid, toMarkdown, warmGrid } from './report/tables';
import { mergeResults, type Results } from './results';
import { OURS } from './warm/ours';
import { compareWarm } from './warm/warm-campaign';

const DOCS = path.join(__dirname, '..', 'docs', 'accuracy');

interface BenchOptions {
  part: 'warm' | 'cold' | 'all';
  rounds: number;
  readings: number;
  coldReadings: number;
  memory?: number[];
  batch: number;
  spacing: number;
  peers?: string[];
  quick?: true;
  out?: string;
}

/** Of readings, rounds, milliseconds or megabytes. */
const benchCount = wholeNumber(1, 1_000_000);

/** `npm run bench`: how well the product reads clocks, beside others and under Lambda's shares of CPU. */
async function main(argv: readonly string[]): Promise<void> {
  const options = command().parse(argv).opts<BenchOptions>();
  const results = await runBenchmarks(
    options.quick ? { ...options, rounds: 1, readings: 20, coldReadings: 10 } : options,
  );
  // What was measured in a hurry or in part must not pass for the published figures.
  const incomplete = options.quick || options.peers || options.memory;
  await writeResults(results, options.out ?? (incomplete ? path.join(BENCH_CACHE, 'results') : DOCS));
}

function command(): Command {
  return new Command('npm run bench --')
    .description('Compares NTP clients against a chronyd on loopback, whose true offset is 0.')
    .addOption(
      new Option('--part <part>', 'what to run').choices(['warm', 'cold', 'all']).default('all' as const),
    )
    .option('--rounds <n>', 'warm: how often everything is repeated', benchCount, 3)
    .option('--readings <n>', 'warm: readings of each client in a round', benchCount, 150)
    .option('--batch <n>', 'warm: readings in a row before the next client has its turn', benchCount, 1)
    .option('--spacing <ms>', 'warm: between the samples of a polite reading', benchCount, 50)
    .option('--peers <ids...>', 'warm: only these clients, as results.json calls them')
    .option('--cold-readings <n>', 'cold: processes of each configuration', benchCount, 300)
    .option('--memory <mb...>', 'cold: only these sizes, beside no quota', (text, list: number[] = []) => [
      ...list,
      benchCount(text),
    ])
    .option('--quick', 'a few minutes: one round, few readings')
    .option('--out <folder>', 'where results.json, the page and the plots go (default: docs/accuracy)');
}

async function runBenchmarks(options: BenchOptions): Promise<Results> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const { rounds, readings, batch, spacing, peers, coldReadings, memory, part } = options;
  const results: Results = {};
  if (part !== 'cold') {
    results.warm = await withMachine(() =>
      compareWarm({ rounds, readings, batch, politeSpacingMs: spacing, only: peers, say }),
    );
    console.log(`\nWarm, microseconds\n\n${toMarkdown(warmGrid(results.warm.result))}`);
  }
  if (part !== 'warm') {
    results.cold = await withMachine(() => measureCold({ readings: coldReadings, memoryMb: memory, say }));
    console.log(`\nCold, microseconds\n\n${toMarkdown(coldErrorGrid(results.cold.result))}`);
    console.log(`\nmedian / p95\n\n${toMarkdown(coldCostGrid(results.cold.result))}`);
  }
  return results;
}

async function writeResults(fresh: Results, folder: string): Promise<void> {
  const results = await mergeResults(folder, fresh);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'measured.md'), page(results));
  for (const [name, rows] of Object.entries(plots(results))) {
    const svg = await drawSvg(errorPlot(rows, '|error| in microseconds: median, p95, p99'));
    await writeFile(path.join(folder, `${name}.svg`), svg);
  }
  console.log(`\nWritten: ${path.relative(process.cwd(), folder)}/measured.md, results.json and the plots`);
}

function plots({ warm, cold }: Results): Record<string, PlotRow[]> {
  const ours: readonly string[] = Object.values(OURS);
  return {
    ...(warm && {
      warm: [...warm.result.peers]
        .sort((a, b) => a.p95Abs - b.p95Abs)
        .map((peer) => ({ ...peer, label: peer.title, ours: ours.includes(peer.id) })),
    }),
    ...(cold && {
      cold: cold.result.configurations.map((each) => ({
        ...each,
        label: each.memoryMb === null ? 'no quota' : `${each.memoryMb} MB`,
        ours: true,
      })),
    }),
  };
}

main(process.argv).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
