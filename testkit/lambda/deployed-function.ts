import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import cdkJson from '../../cdk.json';
import { readAssembly } from '../../lab/assembly';
import { type AcceptedRequest, CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import type { FunctionSpec } from '../../lab/function-process';
import type { RunSummary } from '../../lambda/monitor/reading';
import { buildBundle } from '../../lib/compute/bundle';
import { parseConfig } from '../../lib/config/load';
import { MonitorStack } from '../../lib/monitor-stack';
import { closeLater } from '../function/test-network';
import { AsyncInvocations } from './async-invocations';
import type { CompletedInvocation } from './execution-environment';

process.env.CDK_VALIDATION = 'false';

/** The function as `npm run build` builds it, and a CloudWatch that it publishes to. */
export interface DeployedFunction {
  lambda: AsyncInvocations;
  cloudWatch: CloudWatch;
  /** What CloudWatch has accepted so far. */
  accepted: AcceptedRequest[];
}

/** How it is deployed; what is left out is as the stack has it. */
export interface Deployment extends Partial<FunctionSpec> {
  /** Default: none. */
  retryAttempts?: number;
}

/** Everything that is started here is closed by `closeAll`. */
export async function startFunction({
  retryAttempts,
  ...fields
}: Deployment = {}): Promise<DeployedFunction> {
  const cloudWatch = closeLater(await CloudWatch.start());
  const accepted: AcceptedRequest[] = [];
  cloudWatch.on('accepted', (request) => accepted.push(request));
  const spec: FunctionSpec = {
    assetPath: await bundleFolder(),
    handler: 'index.handler',
    timeoutMs: 45_000,
    memoryMb: 512,
    environment: {},
    ...fields,
  };
  const variables = { AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url };
  const lambda = closeLater(new AsyncInvocations(spec, variables, retryAttempts));
  return { lambda, cloudWatch, accepted };
}

/** What the stack of a monitor.json deploys, its asset being the built bundle, and what the schedule sends it. */
export async function synthesiseStack(
  monitor: Record<string, unknown>,
): Promise<{ deployment: Deployment; input: string }> {
  const outdir = temporaryFolder();
  const app = new App({ context: cdkJson.context, outdir });
  const code = Code.fromAsset(await bundleFolder());
  new MonitorStack(app, 'Test', { config: parseConfig(monitor), code });
  app.synth();
  const { schedules, template } = await readAssembly(outdir);
  const { function: spec, input } = schedules[0]!;
  const [policy] = Object.values<{ Type: string; Properties: { MaximumRetryAttempts: number } }>(
    template.Resources,
  ).filter(({ Type }) => Type === 'AWS::Lambda::EventInvokeConfig');
  return { deployment: { ...spec, retryAttempts: policy!.Properties.MaximumRetryAttempts }, input };
}

/** What the run returned; the test fails with the function's own error when it returned nothing. */
export function summaryOf({ result, error }: CompletedInvocation): RunSummary {
  expect(error).toBeUndefined();
  return result as RunSummary;
}

let bundle: Promise<string> | undefined;

function bundleFolder(): Promise<string> {
  bundle ??= built(path.join(temporaryFolder(), 'function'));
  return bundle;
}

async function built(folder: string): Promise<string> {
  await buildBundle(folder);
  return folder;
}

const folders: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'function-on-lambda-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true });
  }
});
