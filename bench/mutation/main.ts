import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf, mutate } from './mutants';
import { Sandbox } from './sandbox';

/** What nobody notices being wrong: how a packet is read, who is believed, and what is proven. */
const CORE = [
  'lambda/ntp/{packet,timestamp,clock-filter,correctness-interval,selection}.ts',
  'lambda/monitor/{judge,verdict}.ts',
  'lambda/monitor/reference/{ballot,election,kinship,voter-evidence}.ts',
];

/** Mutants that share a process. */
const BATCH = 25;

interface FileResult {
  file: string;
  mutants: number;
  survivors: Mutant[];
}

/**
 * `npm run mutate [-- [--without PATTERN] FILE...]`: makes one small change to a source file after the other and runs
 * the tests that import that file, but for those whose names match. A change that no test notices is printed.
 */
function main(files: readonly string[], without: string | undefined): void {
  const sandbox = Sandbox.create(without);
  const results: FileResult[] = [];
  try {
    for (const file of files) {
      const tests = sandbox.testsOf(file);
      if (tests.length === 0) {
        process.stderr.write(`${file}: no test imports it\n`);
        continue;
      }
      if (!sandbox.passes(tests)) {
        throw new Error(`The tests of ${file} fail already: mend them first.`);
      }
      results.push(tryMutants(sandbox, file, tests));
    }
  } finally {
    sandbox.remove();
  }
  process.stdout.write(`${scoreTable(results)}\n`);
}

/**
 * Many in one process first, since starting Jest takes most of the time, with the file's own tests; then each that
 * those let pass, with every test that imports the file.
 */
function tryMutants(sandbox: Sandbox, file: string, tests: readonly string[]): FileResult {
  const source = sandbox.read(file);
  const mutants = mutantsOf(source);
  const survivors: Mutant[] = [];
  const own = tests.filter((test) => path.basename(test, '.test.ts') === path.basename(file, '.ts'));
  process.stderr.write(`${file}: ${mutants.length} mutants, ${tests.length} files of tests\n`);
  for (let first = 0; first < mutants.length; first += BATCH) {
    const batch = mutants.slice(first, first + BATCH);
    const sources = batch.map((mutant) => mutate(source, mutant));
    const outcomes = sandbox.passesEach(file, own.length > 0 ? own : tests, sources);
    for (const [i, mutant] of batch.entries()) {
      sandbox.write(file, sources[i]!);
      if (outcomes[i] !== false && sandbox.passes(tests)) {
        survivors.push(mutant);
        process.stderr.write(
          `${file}:${mutant.line} survives: ${mutant.before} -> ${mutant.after || 'nothing'}\n`,
        );
      }
    }
    sandbox.write(file, source);
  }
  return { file, mutants: mutants.length, survivors };
}

function scoreTable(results: readonly FileResult[]): string {
  const total = {
    file: 'together',
    mutants: results.reduce((sum, { mutants }) => sum + mutants, 0),
    survivors: results.flatMap(({ survivors }) => survivors),
  };
  const rows = [...results, total].map(({ file, mutants, survivors }) => {
    const killed = mutants - survivors.length;
    return `| ${file} | ${mutants} | ${killed} | ${((100 * killed) / Math.max(mutants, 1)).toFixed(1)} % |`;
  });
  return ['| File | Mutants | Noticed | Score |', '|---|---|---|---|', ...rows].join('\n');
}

const { values, positionals } = parseArgs({
  options: { without: { type: 'string' } },
  allowPositionals: true,
});
const core = () => CORE.flatMap((pattern) => globSync(pattern)).sort();
main(positionals.length > 0 ? positionals : core(), values.without);
