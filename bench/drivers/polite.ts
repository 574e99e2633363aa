import { createInterface } from 'node:readline';
import { parseEvent } from '../../lambda/monitor/event';
import { run, systemDependencies } from '../../lambda/monitor/run';

/**
 * Drives a run of the function with polite pacing, see `LineProcess`; bundled with the function's own esbuild
 * options. The handler itself would space its samples 2 s apart, whatever it is asked.
 * Usage: node polite.js SPACING_MS
 */
const politeDependencies = systemDependencies();
const spacingMs = Number(process.argv[2]);
const polite = { samples: 4, spacingMs };

async function read(port: number): Promise<string> {
  const server = { host: '127.0.0.1', port };
  const plan = parseEvent({ monitor: 'bench', reference: 'clock', servers: [server] });
  const result = await run(plan, politeDependencies, {
    deadlineMs: performance.now() + 10_000,
    pacing: { polite, fast: polite },
  });
  const { offsetMs, explanation } = result.servers[0]!;
  return offsetMs === null ? `error ${explanation}` : String(offsetMs / 1000);
}

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(await read(Number(line)).catch((error: Error) => `error ${error.message}`));
  }
}

void main();
