import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { buildSync } from 'esbuild';
import type { RunPlan } from '../../lambda/monitor/event';
import type { RunResult } from '../../lambda/monitor/reading';
import { findFaketime } from '../requirements';

/** How each server is sampled: see `PACING`. */
interface FakedSampling {
  samples: number;
  spacingMs: number;
}

/** One run over the plan that is its first argument, sampled as the second says; the result goes to stdout. */
const PROGRAM = `
  import { systemDependencies, run } from './run';
  const [plan, pacing] = process.argv.slice(2).map((each) => JSON.parse(each));
  const options = { deadlineMs: performance.now() + 60_000, pacing: { polite: pacing, fast: pacing } };
  run(plan, systemDependencies(), options).then((result) => console.log(JSON.stringify(result)));
`;

/** A program that does one run in a process of its own, so that a library can lie to it about the time. */
export class FakedRuns {
  private readonly program: string;

  /** @param folder where the program is put */
  constructor(folder: string) {
    this.program = path.join(folder, 'run.js');
    buildSync({
      stdin: {
        contents: PROGRAM,
        resolveDir: path.join(__dirname, '..', '..', 'lambda', 'monitor'),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      outfile: this.program,
    });
  }

  /**
   * @param variables of libfaketime (Debian: faketime(1)), which has to be there: `FAKETIME` and others
   * @throws Error when the process wrote no result
   */
  async run(plan: RunPlan, sampling: FakedSampling, variables: NodeJS.ProcessEnv): Promise<RunResult> {
    const child = spawn(process.execPath, [this.program, JSON.stringify(plan), JSON.stringify(sampling)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { LD_PRELOAD: findFaketime(), ...variables },
    });
    return JSON.parse(await text(child.stdout)) as RunResult;
  }
}
