import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { RunSummary } from '../../lambda/monitor/reading';
import type { CpuQuota } from './quota';

/** One cold invocation. Times in ms, of the whole process since it began. */
export interface Invocation {
  /** Server minus client, microseconds: all of it is error. */
  errorUs: number;
  /** The uncertainty that was published with it, microseconds. */
  uncertaintyUs: number;
  /** Importing the bundle. */
  importMs: number;
  /** From the handler's call to its result: calibration, measurement, publishing. */
  handlerMs: number;
  /** From the start of the process to the result. */
  wallMs: number;
  /** CPU time of the import and the handler. */
  functionCpuMs: number;
  /** CPU time of the whole process, Node's own start included. */
  cpuMs: number;
  peakRssMb: number;
}

interface Usage {
  wallMs: number;
  cpuMs: number;
}

interface Report {
  reading: RunSummary['servers'][number];
  booted: Usage;
  loaded: Usage;
  answered: Usage;
  peakRssMb: number;
}

const SCRIPT = path.join(__dirname, 'cold-invoke.cjs');
/** Joins a control group, then becomes the program: even the program's first instruction is under the quota. */
const JOIN = 'echo $$ > "$1" && shift && exec "$@"';

/**
 * Starts a process, invokes the bundle's handler once in it, and waits for its end.
 * @param bundle the folder of the bundle
 * @param port of the server on loopback that is asked with fast pacing, the function's clock being the reference
 * @param env where to publish
 * @param quota undefined: as much CPU as the machine has
 * @throws Error with the process's own words when it didn't report a usable reading
 */
export async function invokeCold(
  bundle: string,
  port: number,
  env: NodeJS.ProcessEnv,
  quota?: CpuQuota,
): Promise<Invocation> {
  const event = {
    monitor: 'bench',
    reference: 'clock',
    servers: [{ host: '127.0.0.1', port, pacing: 'fast' }],
  };
  const command = [process.execPath, SCRIPT, bundle, JSON.stringify(event)];
  const [file = '', ...args] = quota ? ['sh', '-c', JOIN, 'sh', quota.procsFile, ...command] : command;
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const [report, words] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stderr as Readable),
  ]);
  await ended;
  if (report === '') {
    throw new Error(`the function reported nothing: ${words.trim() || 'it did not say why'}`);
  }
  return toInvocation(JSON.parse(report) as Report);
}

function toInvocation({ reading, booted, loaded, answered, peakRssMb }: Report): Invocation {
  const { offsetMs, uncertaintyMs, explanation } = reading;
  if (offsetMs === null || uncertaintyMs === null) {
    throw new Error(`the reading is unusable: ${explanation}`);
  }
  return {
    errorUs: offsetMs * 1000,
    uncertaintyUs: uncertaintyMs * 1000,
    importMs: loaded.wallMs - booted.wallMs,
    handlerMs: answered.wallMs - loaded.wallMs,
    wallMs: answered.wallMs,
    functionCpuMs: answered.cpuMs - booted.cpuMs,
    cpuMs: answered.cpuMs,
    peakRssMb,
  };
}
