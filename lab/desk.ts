import { DEEDS, honest } from './deeds';
import { History } from './history';
import type { Lab, Run } from './lab';
import type { Pace } from './pace';
import type { FaultView, Mail, PageState, ServerView } from './page/state';
import { DashboardBody } from './view/body';

/** What can be cut off from outside, each one entry. */
const FAULTS: readonly {
  id: string;
  label: string;
  about: string;
  available: (lab: Lab) => boolean;
  isOn: (lab: Lab) => boolean;
  set: (lab: Lab, on: boolean) => void;
}[] = [
  {
    id: 'network',
    label: "Cut the function's network",
    about: 'no server answers, and CloudWatch is out of reach',
    available: ({ fleet }) => fleet !== undefined,
    isOn: ({ fleet }) => fleet?.isCut === true,
    set: ({ fleet, cloudWatch }, on) => {
      fleet?.cutNetwork(on);
      on ? cloudWatch?.breakDown('reset') : cloudWatch?.recover();
    },
  },
  {
    id: 'cloudwatch',
    label: 'CloudWatch refuses',
    about: 'every PutMetricData is denied',
    available: ({ cloudWatch }) => cloudWatch !== undefined,
    isOn: ({ cloudWatch }) => cloudWatch?.isDown('refuse') === true,
    set: ({ cloudWatch }, on) => (on ? cloudWatch?.breakDown('refuse') : cloudWatch?.recover()),
  },
];

/** What one viewer of the page has chosen. */
export interface View {
  minutes: number;
  chosen: Readonly<Record<string, string>>;
}

/** The lab as its page sees it: everything to show, and everything to tell it. */
export class Desk {
  readonly history: History;
  private readonly body: DashboardBody;
  private lastRun: Run | undefined;

  constructor(
    private readonly lab: Lab,
    private readonly pace: Pace,
    private readonly watching: string,
  ) {
    const { template } = lab.assembly;
    this.history = new History(template, Date.now(), lab.periodMs);
    this.body = new DashboardBody(template);
  }

  /** Takes the runs of one period. @returns the mails that come of them, oldest first */
  observe(runs: readonly Run[]): Mail[] {
    this.lastRun = runs.at(-1);
    return this.history.observe(runs);
  }

  state({ minutes, chosen }: View): PageState {
    const { history, pace, lab } = this;
    const { nowMs } = history;
    const shown = { startMs: nowMs - minutes * 60_000, endMs: nowMs, chosen };
    return {
      monitor: JSON.parse(lab.assembly.schedules[0]!.input).monitor,
      watching: this.watching,
      clock: { nowMs, periodMs: lab.periodMs, everyMs: pace.everyMs, paused: pace.paused },
      run: this.lastRun && {
        number: this.lastRun.number,
        durationMs: this.lastRun.durationMs,
        error: this.lastRun.error?.message,
      },
      variables: this.body.choices(shown),
      widgets: this.body.widgets(history, shown),
      alarms: history.alarms,
      alarmsError: history.alarmsError,
      timeline: history.changes,
      inbox: history.mails,
      servers: this.servers(),
      faults: this.faults(),
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
    const fault = FAULTS.find(({ id, available }) => id === faultId && available(this.lab));
    if (fault === undefined) {
      throw new Error(`There is no fault ${faultId} here.`);
    }
    fault.set(this.lab, on);
  }

  setPace(change: { everyMs?: number; paused?: boolean }): void {
    this.pace.change(change);
  }

  purgeQueues(): void {
    this.history.purgeQueues();
  }

  private servers(): ServerView[] | undefined {
    const { fleet } = this.lab;
    if (fleet === undefined) {
      return undefined;
    }
    const readings = new Map(this.lastRun?.summary?.servers.map((each) => [each.server, each]));
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
    return FAULTS.filter(({ available }) => available(this.lab)).map(({ id, label, about, isOn }) => ({
      ...{ id, label, about },
      on: isOn(this.lab),
    }));
  }
}
