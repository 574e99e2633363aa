import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunSummary } from '../lambda/monitor/reading';
import { readSchedule } from '../lib/config/schedule-expression';
import { type Assembly, type ScheduleSpec, synthesise } from './assembly';
import type { RunOutcome } from './aws/aws-services';
import { type AcceptedRequest, CloudWatch } from './aws/cloudwatch-endpoint';
import type { FaultEffects } from './faults/environment-faults';
import { type InvocationResult, LambdaFunction } from './function-process';
import { type LabServer, SimulatedServers } from './ntp/simulated-servers';
import { awsEnvironment, standInEnvironment } from './platform-environment';
import type { MonitorPlan } from './scenarios/scenario';
import { summaryFromLog } from './summary-from-log';

export interface LabOptions {
  /** A monitor.json with servers of its own. Default: the lab's ntpServers. */
  monitor?: string | undefined;
  /** Servers for the lab to start, and the monitor that watches them. Default: a demonstration. */
  setup?: { servers: readonly LabServer[]; plan: MonitorPlan } | undefined;
  /** Where to find AWS_ENDPOINT_URL and what goes with it. Default: the process's environment. */
  environment?: NodeJS.ProcessEnv;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
}

/** What reached CloudWatch in one run. Null where the lab can't see it: at an endpoint that isn't its own. */
export interface PublishedRun {
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
  outcome: RunOutcome;
  /** Undefined when there was no run, or it failed before its readings were complete. */
  summary: RunSummary | undefined;
  error: InvocationResult['error'];
  durationMs: number;
  log: string[];
  publication: PublishedRun;
}

/** What a lab stands on. */
interface LabStage {
  /** What the platform adds to the functions' environment. */
  platform: NodeJS.ProcessEnv;
  /** Where what is synthesised lies meanwhile. */
  folder: string;
  cleanUps: readonly (() => Promise<unknown>)[];
}

/**
 * The whole monitor on one machine: the synthesised stack's schedules fire its function's bundle, which asks
 * NTP servers and publishes through the real SDK.
 */
export class Lab {
  private runs = 0;
  private closing: Promise<void> | undefined;
  private currentEffects: FaultEffects = {};
  private deployed!: Assembly;
  private functions: ReadonlyMap<ScheduleSpec, LambdaFunction> = new Map();
  private nowMs: (() => number) | undefined;

  private constructor(
    /** The lab's own servers; undefined when it watches others. */
    readonly ntpServers: SimulatedServers | undefined,
    /** Undefined when AWS_ENDPOINT_URL names another. */
    readonly cloudWatch: CloudWatch | undefined,
    /** Where the metrics go. */
    readonly endpoint: string,
    private readonly stage: LabStage,
  ) {}

  /** @throws Error when the stack can't be synthesised; nothing is left behind */
  static async start(options: LabOptions = {}): Promise<Lab> {
    const { environment = process.env, setup, signal } = options;
    const cleanUps: (() => Promise<unknown>)[] = [];
    try {
      const folder = await mkdtemp(path.join(tmpdir(), 'ntp-drift-lab-'));
      cleanUps.push(() => rm(folder, { recursive: true, force: true }));
      const ntpServers =
        options.monitor === undefined ? await SimulatedServers.start(setup?.servers) : undefined;
      cleanUps.push(async () => ntpServers?.close());
      const endpoint = environment.AWS_ENDPOINT_URL_CLOUDWATCH ?? environment.AWS_ENDPOINT_URL;
      const cloudWatch = endpoint ? undefined : await CloudWatch.start();
      cleanUps.push(async () => cloudWatch?.close());
      const platform = cloudWatch ? standInEnvironment(cloudWatch.url) : awsEnvironment(environment);
      const lab = new Lab(ntpServers, cloudWatch, cloudWatch?.url ?? endpoint!, {
        platform,
        folder,
        cleanUps,
      });
      cleanUps.push(() => lab.endFunctions());
      await lab.deploy(
        options.monitor === undefined
          ? await lab.synthesise(setup?.plan, signal)
          : await synthesise(options.monitor, await mkdtemp(path.join(folder, 'cdk.out-')), signal),
      );
      return lab;
    } catch (error) {
      await cleanUp(cleanUps);
      throw error;
    }
  }

  /** What runs now. */
  get assembly(): Assembly {
    return this.deployed;
  }

  /** Of the faults that are there now. */
  get effects(): FaultEffects {
    return this.currentEffects;
  }

  /** The schedule's period, ms: what one run stands for in the lab's time. */
  get periodMs(): number {
    return readSchedule(this.assembly.schedules[0]!.expression).longestGapMs;
  }

  /**
   * Synthesises another monitor of the lab's own servers, to be deployed.
   * @throws Error when that can't be done
   */
  async synthesise(plan?: MonitorPlan, signal?: AbortSignal): Promise<Assembly> {
    const folder = await mkdtemp(path.join(this.stage.folder, 'monitor-'));
    const file = path.join(folder, 'monitor.json');
    await writeFile(file, JSON.stringify(this.ntpServers!.monitor(plan)));
    return synthesise(file, path.join(folder, 'cdk.out'), signal);
  }

  /** Puts an assembly in the place of the one so far. */
  async deploy(assembly: Assembly): Promise<void> {
    await this.endFunctions();
    this.deployed = assembly;
    this.functions = new Map(
      assembly.schedules.map((schedule) => [
        schedule,
        new LambdaFunction(schedule.function, this.stage.platform),
      ]),
    );
  }

  /** Gives every function a new environment from its next run on, as Lambda does now and then. */
  renewFunctions(): void {
    for (const each of this.functions.values()) {
      each.renew();
    }
  }

  /**
   * Each run begins when this says, for the function, the lab's servers and its CloudWatch. Servers of others can't follow.
   */
  followTime(nowMs: () => number): void {
    this.nowMs = this.ntpServers && nowMs;
  }

  /** From now on, faults have these effects and no others. */
  applyFaults(effects: FaultEffects): void {
    this.currentEffects = effects;
    this.ntpServers?.cutNetwork(effects.serversUnreachable === true);
    if (effects.cloudWatch === undefined) {
      this.cloudWatch?.recover();
    } else {
      this.cloudWatch?.breakDown(effects.cloudWatch);
    }
  }

  /** Every schedule's next run, one after the other. */
  async runSchedules(): Promise<Run[]> {
    const runs: Run[] = [];
    const aheadMs = this.nowMs ? this.nowMs() - Date.now() : 0;
    this.cloudWatch?.setTime(aheadMs);
    for (const [schedule, lambda] of this.functions) {
      if (this.closing) {
        break; // or the next one would be started in vain
      }
      this.runs += 1;
      const { notStarted: outcome } = this.currentEffects;
      const run =
        outcome === undefined ? await this.invoke(schedule, lambda, aheadMs) : { ...NO_RUN, outcome };
      runs.push({ number: this.runs, schedule: schedule.id, publication: this.nothing(), ...run });
    }
    return runs;
  }

  private async invoke(
    { input }: ScheduleSpec,
    lambda: LambdaFunction,
    aheadMs: number,
  ): Promise<Omit<Run, 'number' | 'schedule'>> {
    this.ntpServers?.recalibrate(aheadMs);
    const publication = this.observe();
    const event = this.currentEffects.functionThrows ? NO_EVENT : input;
    const { result, error, log, durationMs } = await lambda.invoke(event, aheadMs);
    publication.end();
    const summary = (result as RunSummary | undefined) ?? summaryFromLog(log);
    const outcome = error === undefined ? 'ran' : 'failed';
    return { outcome, summary, error, durationMs, log, publication: publication.seen };
  }

  /** Ends everything, a run under way included, and leaves no file behind. */
  close(): Promise<void> {
    this.closing ??= cleanUp(this.stage.cleanUps);
    return this.closing;
  }

  private async endFunctions(): Promise<void> {
    await Promise.all([...this.functions.values()].map((each) => each.close()));
  }

  private nothing(): PublishedRun {
    const { cloudWatch, endpoint } = this;
    return cloudWatch ? { endpoint, accepted: [], failed: [] } : { endpoint, accepted: null, failed: null };
  }

  private observe(): { seen: PublishedRun; end: () => void } {
    const { cloudWatch, endpoint } = this;
    if (!cloudWatch) {
      return { seen: this.nothing(), end: () => {} };
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

/** An event that the function can't understand: it throws before it measures. */
const NO_EVENT = '{}';

const NO_RUN = { summary: undefined, error: undefined, durationMs: 0, log: [] };

/** In reverse order of starting; one that fails doesn't keep the others from ending. */
async function cleanUp(cleanUps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const each of [...cleanUps].reverse()) {
    await each().catch(() => undefined);
  }
}
