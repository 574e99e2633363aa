import { randomUUID } from 'node:crypto';
import type { Assembly } from './assembly';
import { SimulatedAccount } from './aws/simulated-account';
import { SimulatedDashboard } from './cloudwatch/dashboard/dashboard-body';
import { ACTIONS, type ActionTarget } from './faults/actions';
import { FAULTS, type Fault } from './faults/all-faults';
import { type EnvironmentFaultId, effectsOf } from './faults/environment-faults';
import { behaviourIn, correct, SERVER_FAULTS } from './faults/server-faults';
import type { Lab, Run } from './lab';
import { problemOf } from './run-text';
import type { RunTimer } from './run-timer';
import type { ScenarioRunner, ScenarioTarget } from './scenarios/scenario-runner';
import type { ScenarioStep } from './scenarios/scenario-step';
import type { FaultView, Mail, PageState, RunState, ServerView } from './web/page/page-state';
import { RunPictures } from './web/run-pictures';

/** What one viewer of the page has chosen. */
export interface View {
  minutes: number;
  chosen: Readonly<Record<string, string>>;
}

/** A fault to begin or to end; an action is only taken. */
export interface FaultCommand {
  fault: string;
  on: boolean;
  /** For a fault of a server: its name. */
  server?: string | undefined;
}

/** The lab as its page sees it: everything to show, and every command. */
export class LabController implements ScenarioTarget, ActionTarget {
  readonly account: SimulatedAccount;
  /** Undefined when no scenario is played. */
  runner: ScenarioRunner | undefined;
  private body: SimulatedDashboard;
  /** Another lab at the same address has another id. */
  private readonly id = randomUUID();
  private environmentFaults: Set<EnvironmentFaultId> = new Set();
  private lastRuns: readonly Run[] = [];
  private readonly pictures = new RunPictures();

  constructor(
    readonly lab: Lab,
    private readonly timer: RunTimer,
    private readonly watching: string,
  ) {
    const { template } = lab.assembly;
    this.account = new SimulatedAccount(template, Date.now(), lab.periodMs);
    this.body = new SimulatedDashboard(template);
    lab.followTime(() => this.account.nowMs);
    if (lab.cloudWatch) {
      lab.cloudWatch.alarms = () => this.account.alarms;
    }
  }

  get nowMs(): number {
    return this.account.nowMs;
  }

  get monitorName(): string {
    return JSON.parse(this.lab.assembly.schedules[0]!.input).monitor;
  }

  /** Takes the runs of one period. @returns the mails that they cause, oldest first */
  observe(runs: readonly Run[]): Mail[] {
    this.lastRuns = runs;
    const mails = this.account.observe(runs, { awsReports: !this.lab.effects.awsReportsLost });
    this.pictures.observe(runs, this.nowMs);
    this.runner?.receive(mails);
    return mails;
  }

  begin({ servers = {}, faults = [], actions = [] }: ScenarioStep): void {
    const { lab } = this;
    this.environmentFaults = new Set(faults);
    lab.applyFaults(effectsOf(this.environmentFaults));
    for (const name of lab.ntpServers?.byName.keys() ?? []) {
      lab.ntpServers!.change(name, behaviourIn(servers[name] ?? 0, this.nowMs));
    }
    for (const action of ACTIONS.filter(({ id }) => actions.includes(id))) {
      action.take(this);
    }
  }

  async deploy(assembly: Assembly): Promise<void> {
    await this.lab.deploy(assembly);
    this.account.deploy(assembly.template);
    this.body = new SimulatedDashboard(assembly.template);
  }

  state({ minutes, chosen }: View): PageState {
    const { account, timer, lab } = this;
    const { nowMs } = account;
    const shown = { startMs: nowMs - minutes * 60_000, endMs: nowMs, chosen };
    return {
      lab: this.id,
      monitor: this.monitorName,
      watching: this.watching,
      clock: {
        nowMs,
        everyMs: timer.everyMs,
        paused: timer.paused,
        speed: lab.periodMs / timer.actualPeriodMs,
      },
      run: this.runState(),
      heard: this.pictures.latest,
      variables: this.body.choices(shown),
      widgets: this.body.widgets(account, shown),
      alarms: account.alarms,
      alarmsError: account.alarmsError,
      timeline: account.changes,
      inbox: account.mails,
      servers: this.servers(),
      faults: this.possibleFaults().map((fault) => this.faultView(fault)),
      scenario: this.runner?.view,
    };
  }

  /** @throws Error when there is no such fault here, or no such server */
  setFault({ fault: id, on, server }: FaultCommand): void {
    const fault = this.possibleFaults().find((each) => each.id === id);
    if (fault === undefined || (fault.kind === 'server') !== (server !== undefined)) {
      throw new Error(`The lab knows no fault ${id}${server === undefined ? '' : ` of server ${server}`}.`);
    }
    if (fault.kind === 'server') {
      const aheadMs = this.ntpServer(server!).aheadMs();
      this.lab.ntpServers!.change(server!, on ? fault.start(aheadMs, this.nowMs) : fault.stop());
    } else if (fault.kind === 'action') {
      fault.take(this);
    } else {
      this.environmentFaults[on ? 'add' : 'delete'](fault.id as EnvironmentFaultId);
      this.lab.applyFaults(effectsOf(this.environmentFaults));
    }
  }

  /** Ends every fault of a server. @throws Error when there is no such server */
  correctServer(name: string): void {
    this.ntpServer(name);
    this.lab.ntpServers!.change(name, correct());
  }

  setTimer(change: { everyMs?: number; paused?: boolean }): void {
    this.timer.change(change);
  }

  purgeQueues(): void {
    this.account.purgeQueues();
  }

  renewFunction(): void {
    this.lab.renewFunctions();
  }

  private ntpServer(name: string) {
    const server = this.lab.ntpServers?.byName.get(name);
    if (server === undefined) {
      throw new Error(`The lab has no server ${name}.`);
    }
    return server;
  }

  private runState(): RunState | undefined {
    const { lastRuns: runs } = this;
    return runs.length === 0
      ? undefined
      : {
          number: runs.at(-1)!.number,
          durationMs: runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
          problems: runs.flatMap((run) => problemOf(run) ?? []),
        };
  }

  private servers(): ServerView[] | undefined {
    const { ntpServers } = this.lab;
    if (ntpServers === undefined) {
      return undefined;
    }
    const summaries = this.lastRuns.flatMap(({ summary }) => summary?.servers ?? []);
    const readings = new Map(summaries.map((each) => [each.server, each]));
    return [...ntpServers.byName].map(([name, server]) => ({
      name,
      address: `${server.host}:${server.port}`,
      role: ntpServers.role(name),
      aheadMs: server.aheadMs(),
      verdict: readings.get(name)?.verdict ?? '',
      faults: SERVER_FAULTS.filter(({ isOn }) => isOn(ntpServers.behaviour(name))).map(({ id }) => id),
    }));
  }

  /** The way to servers that are not the lab's own is not the lab's to cut. */
  private possibleFaults(): readonly Fault[] {
    const owned = this.lab.ntpServers !== undefined;
    return FAULTS.filter(
      (fault) =>
        owned ||
        fault.kind === 'action' ||
        (fault.kind === 'environment' && !fault.effects.serversUnreachable),
    );
  }

  private faultView({ kind, id, label, about }: Fault): FaultView {
    return { kind, id, label, about, on: this.environmentFaults.has(id as EnvironmentFaultId) };
  }
}
