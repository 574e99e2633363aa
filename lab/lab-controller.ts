import { randomUUID } from 'node:crypto';
import type { Assembly } from './assembly';
import { History } from './aws/simulated-account';
import { DashboardBody } from './cloudwatch/dashboard/dashboard-body';
import { disorderOf, FAULTS, faultsOf } from './faults/environment-faults';
import { DEEDS, honest } from './faults/server-faults';
import type { Lab, Run } from './lab';
import { problemOf } from './run-text';
import type { Pace } from './run-timer';
import type { Player, Stage } from './scenarios/scenario-runner';
import type { Conduct, State } from './scenarios/scenario-state';
import type { FaultView, Mail, PageState, RunState, ServerView } from './web/page/page-state';

/** What can be done once, each one entry. */
const REMEDIES: readonly {
  id: string;
  label: string;
  about: string;
  take: (desk: Desk) => void;
}[] = [
  {
    id: 'purge',
    label: 'Purge the queues',
    about: 'as someone does who has read what the lost runs left there',
    take: ({ history }) => history.purgeQueues(),
  },
  {
    id: 'renew',
    label: 'Start the function anew',
    about: 'gives it a new environment, as Lambda does now and then: it starts cold and remembers nothing',
    take: ({ lab }) => lab.renew(),
  },
];

/** The deed that a server is at that does so in a scenario. */
const DEED_OF: Readonly<Record<Exclude<Conduct, number>, string>> = {
  silent: 'silent',
  unsynchronised: 'upstream',
  kiss: 'kiss',
};

/** What one viewer of the page has chosen. */
export interface View {
  minutes: number;
  chosen: Readonly<Record<string, string>>;
}

/** The lab as its page sees it: everything to show, and everything to tell it. */
export class Desk implements Stage {
  readonly history: History;
  /** Who plays a scenario here, if anybody. */
  player: Player | undefined;
  private body: DashboardBody;
  /** Another one at the same address is another lab. */
  private readonly id = randomUUID();
  /** Ids of those that are there. */
  private faulty: Set<string> = new Set();
  private lastRuns: readonly Run[] = [];

  constructor(
    readonly lab: Lab,
    private readonly pace: Pace,
    private readonly watching: string,
  ) {
    const { template } = lab.assembly;
    this.history = new History(template, Date.now(), lab.periodMs);
    this.body = new DashboardBody(template);
  }

  get nowMs(): number {
    return this.history.nowMs;
  }

  get monitorName(): string {
    return JSON.parse(this.lab.assembly.schedules[0]!.input).monitor;
  }

  /** Takes the runs of one period. @returns the mails that come of them, oldest first */
  observe(runs: readonly Run[]): Mail[] {
    this.lastRuns = runs;
    const mails = this.history.observe(runs, { awsReports: this.lab.disorder.cloudwatch !== 'down' });
    this.player?.hear(mails);
    return mails;
  }

  /** Makes this the case, and everything that isn't said well. */
  play({ servers = {}, runs: _, purge, renew, ...disorder }: State): void {
    const { lab } = this;
    this.faulty = faultsOf(disorder);
    lab.suffer(disorder);
    for (const name of lab.fleet?.servers.keys() ?? []) {
      const conduct = servers[name] ?? 0;
      if (typeof conduct === 'number') {
        lab.fleet!.change(name, { ...honest(), offsetMs: conduct });
      } else {
        lab.fleet!.change(name, honest());
        this.tellServer(name, DEED_OF[conduct], true);
      }
    }
    if (purge) {
      this.history.purgeQueues();
    }
    if (renew) {
      lab.renew();
    }
  }

  async deploy(assembly: Assembly): Promise<void> {
    await this.lab.deploy(assembly);
    this.history.deploy(assembly.template);
    this.body = new DashboardBody(assembly.template);
  }

  state({ minutes, chosen }: View): PageState {
    const { history, pace, lab } = this;
    const { nowMs } = history;
    const shown = { startMs: nowMs - minutes * 60_000, endMs: nowMs, chosen };
    return {
      lab: this.id,
      monitor: this.monitorName,
      watching: this.watching,
      clock: { nowMs, everyMs: pace.everyMs, paused: pace.paused, speed: lab.periodMs / pace.lastingMs },
      run: this.runState(),
      variables: this.body.choices(shown),
      widgets: this.body.widgets(history, shown),
      alarms: history.alarms,
      alarmsError: history.alarmsError,
      timeline: history.changes,
      inbox: history.mails,
      servers: this.servers(),
      faults: this.faults(),
      remedies: REMEDIES.map(({ id, label, about }) => ({ id, label, about })),
      scenario: this.player?.view,
      deeds: DEEDS.map(({ id, label, about }) => ({ id, label, about })),
    };
  }

  /** @throws Error when there is no such server or deed */
  tellServer(name: string, deedId: string, on: boolean): void {
    const { fleet } = this.lab;
    const deed = DEEDS.find(({ id }) => id === deedId);
    if (fleet === undefined || (deed === undefined && deedId !== 'honest')) {
      throw new Error(`No server of the lab can ${deedId}.`);
    }
    fleet.behaviour(name);
    const aheadMs = fleet.servers.get(name)!.aheadMs();
    fleet.change(name, deed === undefined ? honest() : on ? deed.start(aheadMs) : deed.stop());
  }

  /** @throws Error when there is no such fault */
  setFault(faultId: string, on: boolean): void {
    if (!this.faults().some(({ id }) => id === faultId)) {
      throw new Error(`There is no fault ${faultId} here.`);
    }
    if (on) {
      this.faulty.add(faultId);
    } else {
      this.faulty.delete(faultId);
    }
    this.lab.suffer(disorderOf(this.faulty));
  }

  setPace(change: { everyMs?: number; paused?: boolean }): void {
    this.pace.change(change);
  }

  /** @throws Error when there is no such remedy */
  remedy(remedyId: string): void {
    const remedy = REMEDIES.find(({ id }) => id === remedyId);
    if (remedy === undefined) {
      throw new Error(`There is no remedy ${remedyId}.`);
    }
    remedy.take(this);
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
    const { fleet } = this.lab;
    if (fleet === undefined) {
      return undefined;
    }
    const summaries = this.lastRuns.flatMap(({ summary }) => summary?.servers ?? []);
    const readings = new Map(summaries.map((each) => [each.server, each]));
    return [...fleet.servers].map(([name, server]) => ({
      name,
      address: `${server.host}:${server.port}`,
      role: fleet.role(name) ?? '',
      aheadMs: server.aheadMs(),
      verdict: readings.get(name)?.verdict ?? '',
      deeds: DEEDS.filter(({ isOn }) => isOn(fleet.behaviour(name))).map(({ id }) => id),
    }));
  }

  private faults(): FaultView[] {
    const { fleet } = this.lab;
    // The way to servers of others isn't the lab's to cut.
    return FAULTS.filter((fault) => fleet !== undefined || fault.disorder.network === undefined).map(
      ({ id, label, about }) => ({ id, label, about, on: this.faulty.has(id) }),
    );
  }
}
