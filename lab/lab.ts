import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import path from 'node:path';
import type { RunSummary } from '../lambda/reading';
import { readSchedule } from '../lib/schedule-expression';
import { type Assembly, type ScheduleSpec, synthesise } from './assembly';
import { type AcceptedRequest, CloudWatch } from './cloudwatch';
import { Fleet } from './fleet';
import { type Invocation, LambdaFunction } from './function';
import { summaryFromLog } from './read-log';

export interface LabOptions {
  /** A monitor.json with servers of its own. Default: the lab's fleet. */
  monitor?: string | undefined;
  /** Where to find AWS_ENDPOINT_URL and what goes with it. Default: the process's environment. */
  environment?: NodeJS.ProcessEnv;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

/** What reached CloudWatch in one run. Null where the lab can't see it: at an endpoint that isn't its own. */
export interface Publication {
  endpoint: string;
  accepted: AcceptedRequest[] | null;
  /** Why requests failed, each attempt. */
  failed: string[] | null;
}

/** One firing of one schedule. */
export interface Run {
  /** From 1 on. */
  number: number;
  schedule: string;
  /** Undefined when the run failed before its readings were complete. */
  summary: RunSummary | undefined;
  error: Invocation['error'];
  durationMs: number;
  log: string[];
  publication: Publication;
}

/**
 * The whole monitor on one machine: the synthesised stack's schedules fire its function's bundle, which asks
 * NTP servers and publishes through the real SDK.
 */
export class Lab {
  private runs = 0;
  private closing: Promise<void> | undefined;

  private constructor(
    readonly assembly: Assembly,
    /** The lab's own servers; undefined when it watches others. */
    readonly fleet: Fleet | undefined,
    /** Undefined when AWS_ENDPOINT_URL names another. */
    readonly cloudWatch: CloudWatch | undefined,
    /** Where the metrics go. */
    readonly endpoint: string,
    private readonly functions: ReadonlyMap<ScheduleSpec, LambdaFunction>,
    private readonly cleanUps: readonly (() => Promise<unknown>)[],
  ) {}

  /** @throws Error when the stack can't be synthesised; nothing is left behind */
  static async start(options: LabOptions = {}): Promise<Lab> {
    const { environment = process.env, signal } = options;
    const cleanUps: (() => Promise<unknown>)[] = [];
    try {
      const dir = await mkdtemp(path.join(tmpdir(), 'ntp-drift-lab-'));
      cleanUps.push(() => rm(dir, { recursive: true, force: true }));
      const fleet = options.monitor === undefined ? await Fleet.start() : undefined;
      cleanUps.push(async () => fleet?.close());
      const endpoint = environment.AWS_ENDPOINT_URL_CLOUDWATCH ?? environment.AWS_ENDPOINT_URL;
      const cloudWatch = endpoint ? undefined : await CloudWatch.start();
      cleanUps.push(async () => cloudWatch?.close());

      const monitorFile = options.monitor ?? path.join(dir, 'monitor.json');
      if (fleet) {
        await writeFile(monitorFile, JSON.stringify(fleet.monitor()));
      }
      const assembly = await synthesise(monitorFile, path.join(dir, 'cdk.out'), signal);

      const platform = cloudWatch ? standInEnvironment(cloudWatch.url) : awsEnvironment(environment);
      const functions = new Map(
        assembly.schedules.map((schedule) => [schedule, new LambdaFunction(schedule.function, platform)]),
      );
      cleanUps.push(() => Promise.all([...functions.values()].map((each) => each.close())));
      return new Lab(assembly, fleet, cloudWatch, cloudWatch?.url ?? endpoint!, functions, cleanUps);
    } catch (error) {
      await cleanUp(cleanUps);
      throw error;
    }
  }

  /** The schedule's period, ms: what one run stands for in the lab's time. */
  get periodMs(): number {
    return readSchedule(this.assembly.schedules[0]!.expression).longestGapMs;
  }

  /** Fires every schedule once, one after the other. */
  async fire(): Promise<Run[]> {
    const runs: Run[] = [];
    for (const [schedule, lambda] of this.functions) {
      this.fleet?.recalibrate();
      const publication = this.observe();
      const { result, ...outcome } = await lambda.invoke(schedule.input);
      publication.end();
      this.runs += 1;
      runs.push({
        number: this.runs,
        schedule: schedule.id,
        summary: (result as RunSummary | undefined) ?? summaryFromLog(outcome.log),
        error: outcome.error,
        durationMs: outcome.durationMs,
        log: outcome.log,
        publication: publication.seen,
      });
    }
    return runs;
  }

  /** Ends everything, a run under way included, and leaves no file behind. */
  close(): Promise<void> {
    this.closing ??= cleanUp(this.cleanUps);
    return this.closing;
  }

  private observe(): { seen: Publication; end: () => void } {
    const { cloudWatch, endpoint } = this;
    if (!cloudWatch) {
      return { seen: { endpoint, accepted: null, failed: null }, end: () => {} };
    }
    const accepted: AcceptedRequest[] = [];
    const failed: string[] = [];
    const onAccepted = (request: AcceptedRequest) => accepted.push(request);
    const onFailed = ({ reason }: { reason: string }) => failed.push(reason);
    cloudWatch.on('accepted', onAccepted).on('failed', onFailed);
    return {
      seen: { endpoint, accepted, failed },
      end: () => cloudWatch.off('accepted', onAccepted).off('failed', onFailed),
    };
  }
}

/** In reverse order of starting; one that fails doesn't keep the others from ending. */
async function cleanUp(cleanUps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const each of [...cleanUps].reverse()) {
    await each().catch(() => undefined);
  }
}

/** What the platform gives every function. */
const PLATFORM = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'lab', AWS_SECRET_ACCESS_KEY: 'lab' };

/** Nothing of the machine's own AWS set-up. */
function standInEnvironment(url: string): NodeJS.ProcessEnv {
  return {
    ...PLATFORM,
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}

/** The machine's own AWS set-up: who names an endpoint knows which region and credentials it wants. */
function awsEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const wanted = Object.entries(environment).filter(([name]) => /^(AWS_.*|HOME|USERPROFILE)$/.test(name));
  return { ...PLATFORM, ...Object.fromEntries(wanted) };
}
