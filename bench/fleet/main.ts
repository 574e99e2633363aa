import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import { PACING } from '../../lambda/monitor/defaults';
import { buildBundle } from '../../lib/compute/bundle';
import { BUNDLE_FOLDER } from '../../lib/compute/monitor-function';
import { FUNCTION_MEMORY_MB } from '../../lib/config/policy';
import { runtimeFlags } from '../../testkit/lambda/runtime-settings';
import { Chronyd } from '../../testkit/ntp/chronyd-process';
import { drawSvg } from '../report/plot';
import { summariseErrors } from '../statistics';
import { type FleetResult, fleetMarkdown, fleetPlot } from './fleet-report';

const SIZES = [10, 100, 1000, 10_000];
const RESULTS = path.join(__dirname, '..', '..', 'docs', 'accuracy');
const FLEET_LIFETIME_S = 600;

async function main(): Promise<void> {
  await buildBundle();
  const chronyd = await Chronyd.startEverywhere(FLEET_LIFETIME_S);
  const cloudWatch = await CloudWatch.start();
  const results: FleetResult[] = [];
  try {
    for (const servers of SIZES) {
      process.stderr.write(`${servers} servers ...\n`);
      results.push(await invoke(servers, chronyd.port, cloudWatch));
    }
  } finally {
    await Promise.all([chronyd.stop(), cloudWatch.close()]);
  }
  const markdown = fleetMarkdown(results);
  process.stdout.write(`${markdown}\n`);
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(path.join(RESULTS, 'fleet.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(path.join(RESULTS, 'fleet.md'), `${markdown}\n`);
  writeFileSync(path.join(RESULTS, 'fleet.svg'), await drawSvg(fleetPlot(results)));
}

async function invoke(servers: number, port: number, cloudWatch: CloudWatch): Promise<FleetResult> {
  let [metrics, puts] = [0, 0];
  const count = ({ points }: { points: readonly unknown[] }) => {
    metrics += points.length;
    puts += 1;
  };
  cloudWatch.on('accepted', count);
  const child = spawn(
    process.execPath,
    [
      ...runtimeFlags(FUNCTION_MEMORY_MB),
      path.join(__dirname, 'fleet-invoke.cjs'),
      BUNDLE_FOLDER,
      String(port),
      String(servers),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: cloudWatch.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
      },
    },
  );
  const measured = lastLine(child.stderr);
  let [requests, lost] = [0, 0];
  for await (const line of createInterface({ input: child.stdout })) {
    const record = JSON.parse(line);
    if (record.message === 'reading') {
      requests += record.requests;
      lost += record.requests - record.samples;
    }
  }
  const { wallMs, cpuMs, peakMb, errorsUs } = JSON.parse(await measured);
  cloudWatch.off('accepted', count);
  const { medianAbs, p99Abs, maxAbs } = summariseErrors(errorsUs);
  const spacingMs = (PACING.polite.samples - 1) * PACING.polite.spacingMs;
  return {
    servers,
    requests,
    lost,
    wallMs,
    besideSpacingMs: wallMs - spacingMs,
    cpuMs,
    peakMb,
    medianUs: medianAbs,
    p99Us: p99Abs,
    maxUs: maxAbs,
    metrics,
    puts,
  };
}

async function lastLine(stream: NodeJS.ReadableStream): Promise<string> {
  let last = '';
  for await (const line of createInterface({ input: stream })) {
    last = line;
  }
  return last;
}

void main();
