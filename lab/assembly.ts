import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { COMPILED, PACKAGE_ROOT } from '../lib/config/package-root';
import type { Json } from './cloudwatch/template/intrinsics';
import { checkTemplateLimits } from './cloudwatch/template/template-limits';
import type { FunctionSpec } from './function-process';

/** What would be deployed, as far as the lab runs it: each schedule with the function that it fires. */
export interface Assembly {
  schedules: ScheduleSpec[];
  /** The template of the stack that the schedules are in. */
  template: Json;
}

export interface ScheduleSpec {
  /** The schedule's id in the template. */
  id: string;
  /** `rate(...)` or `cron(...)`. */
  expression: string;
  /** The function's event, a JSON document. */
  input: string;
  function: FunctionSpec;
}

/** What runs the app: its sources build the function first, a package carries it. */
const APP = COMPILED ? ['dist/bin/synth.js'] : ['--import', 'tsx', 'bin/cdk-app.ts'];

/**
 * Synthesises the stack for a monitor.json: runs the app just as `cdk synth` does, without the CLI's own
 * seconds and without the strict validation, which `cdk synth` and a test do.
 *
 * @param monitorFile path of a monitor.json
 * @param outDir an empty folder for the assembly
 * @throws Error with the app's own words when it fails
 */
export async function synthesise(
  monitorFile: string,
  outDir: string,
  signal?: AbortSignal,
): Promise<Assembly> {
  const { context } = JSON.parse(await readFile(path.join(PACKAGE_ROOT, 'cdk.json'), 'utf8')) as Json;
  const child = spawn(process.execPath, APP, {
    cwd: PACKAGE_ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: outDir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, monitor: path.resolve(monitorFile) }),
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal && { signal }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  if ((await exitCode(child)) !== 0) {
    throw new Error(`The stack could not be synthesised:\n${output.trim()}`);
  }
  return readAssembly(outDir);
}

/** Waits for the end even of a child that was called off: until then it may write into its folder. */
function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
    });
    child.once('close', (code) => (failure ? reject(failure) : resolve(code)));
  });
}

/**
 * Reads a cloud assembly.
 * @throws Error when a schedule's input or function is not written out in the template, or AWS would refuse it as
 *   too large
 * @internal
 */
export async function readAssembly(dir: string): Promise<Assembly> {
  const manifest = await readJson(dir, 'manifest.json');
  const artifacts: Json[] = Object.values(manifest.artifacts);
  const assets = await assetPaths(dir, artifacts);
  const schedules: ScheduleSpec[] = [];
  let template: Json = {};
  for (const artifact of artifacts.filter(({ type }) => type === 'aws:cloudformation:stack')) {
    const stack = await readJson(dir, artifact.properties.templateFile);
    for (const [id, resource] of Object.entries<Json>(stack.Resources)) {
      if (resource.Type === 'AWS::Scheduler::Schedule') {
        template = stack;
        schedules.push(readScheduleResource(id, resource.Properties, stack.Resources, assets));
      }
    }
  }
  checkTemplateLimits(template);
  return { schedules, template };
}

function readScheduleResource(
  id: string,
  { ScheduleExpression, Target }: Json,
  resources: Json,
  assets: ReadonlyMap<string, string>,
): ScheduleSpec {
  const target = resources[Target.Arn['Fn::GetAtt']?.[0]];
  if (typeof Target.Input !== 'string' || target?.Type !== 'AWS::Lambda::Function') {
    throw new Error(
      `Schedule ${id} must have a literal Input and a function of the same stack as its target.`,
    );
  }
  const { Code, Handler, Timeout, MemorySize, Environment } = target.Properties;
  const assetPath = assets.get(Code.S3Key);
  if (assetPath === undefined) {
    throw new Error(`Schedule ${id} fires a function whose asset is not in the assembly.`);
  }
  return {
    id,
    expression: ScheduleExpression,
    input: Target.Input,
    function: {
      assetPath,
      handler: Handler,
      timeoutMs: Timeout * 1000,
      memoryMb: MemorySize,
      environment: literals(Environment?.Variables ?? {}),
    },
  };
}

/** Environment variables that are known before deployment; the rest are ARNs and names of what isn't there. */
function literals(variables: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Where the files are that the templates know by their S3 keys. */
async function assetPaths(dir: string, artifacts: Json[]): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  for (const artifact of artifacts.filter(({ type }) => type === 'cdk:asset-manifest')) {
    const { files } = await readJson(dir, artifact.properties.file);
    for (const { source, destinations } of Object.values<Json>(files)) {
      for (const { objectKey } of Object.values<Json>(destinations)) {
        paths.set(objectKey, path.join(dir, source.path));
      }
    }
  }
  return paths;
}

async function readJson(dir: string, file: string): Promise<Json> {
  return JSON.parse(await readFile(path.join(dir, file), 'utf8'));
}
