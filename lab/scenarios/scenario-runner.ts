import { MINUTE_MS } from '../../lambda/ntp/time-units';
import type { Assembly } from '../assembly';
import type { Mail, ScenarioView } from '../web/page/page-state';
import {
  lengthOf,
  mismatches,
  type ReceivedNotification,
  type Scenario,
  type ScenarioScript,
  toMessage,
} from './scenario';
import type { ScenarioStep } from './scenario-step';

/** Runs before the first step: every alarm has seen enough to be in OK. */
const QUIET_RUNS = 8;

/** What a scenario is played on. */
export interface ScenarioTarget {
  /** The lab's time, ms since 1970. */
  readonly nowMs: number;
  readonly monitorName: string;
  /** From now on, the lab is in the state of this step. */
  begin: (step: ScenarioStep) => void;
  deploy: (assembly: Assembly) => Promise<void>;
}

/** Plays a scenario run by run, and checks that the right notifications arrive. */
export class ScenarioRunner {
  private readonly script: ScenarioScript;
  /** By the run that they begin with. */
  private readonly steps: ReadonlyMap<number, ScenarioStep>;
  private readonly received: ReceivedNotification[] = [];
  private run = 0;
  private startMs = Number.POSITIVE_INFINITY;
  private completedRuns = 0;

  /**
   * @param periodMs between two runs, in the lab's time
   * @param deployment what the scenario deploys on its way
   */
  constructor(
    private readonly scenario: Scenario,
    private readonly target: ScenarioTarget,
    private readonly periodMs: number,
    private readonly deployment?: Assembly,
  ) {
    this.script = scenario.script(periodMs / MINUTE_MS);
    let next = 1;
    this.steps = new Map(
      this.script.steps.map((step) => {
        const first = next;
        next += step.runs;
        return [first, step];
      }),
    );
  }

  /** Whether every run has ended and its notifications have arrived. */
  get isOver(): boolean {
    return this.completedRuns >= this.runs;
  }

  /** What arrived, and in which minute since the first step. */
  get notifications(): string[] {
    return this.received.map(({ message, minute }) => `${message} (minute ${minute})`);
  }

  get runs(): number {
    return QUIET_RUNS + lengthOf(this.script);
  }

  /** Differences from what must arrive, once it is over. */
  get findings(): string[] {
    if (!this.scenario.isChecked) {
      return [];
    }
    return mismatches(this.received, this.script.notifications, this.periodMs);
  }

  /** What came of it, as a sentence; empty until it is over. */
  get outcome(): string {
    const { isOver, findings } = this;
    const arrived = this.notifications.join('; ') || 'none';
    if (!isOver) {
      return '';
    }
    if (!this.scenario.isChecked) {
      return `These notifications arrived: ${arrived}.`;
    }
    return findings.length === 0
      ? `Exactly the expected notifications arrived: ${arrived}.`
      : `The notifications were wrong: ${findings.join('; ')}.`;
  }

  get view(): ScenarioView {
    const { name, about } = this.scenario;
    const { run, runs, isOver } = this;
    return { name, about, run, runs, findings: isOver ? this.findings : undefined, outcome: this.outcome };
  }

  /** Prepares the next run. */
  async advance(): Promise<void> {
    if (this.isOver) {
      return; // from here on the lab is the viewer's
    }
    this.run += 1;
    const run = this.run - QUIET_RUNS;
    if (run === 1) {
      this.startMs = this.target.nowMs;
    }
    const step = this.steps.get(run);
    if (step !== undefined) {
      this.target.begin(step);
    }
    if (run === this.scenario.deployment?.run && this.deployment !== undefined) {
      await this.target.deploy(this.deployment);
    }
  }

  /** Takes the mails of the run. Those from before the first step are the first OKs of new alarms. */
  receive(mails: readonly Mail[]): void {
    if (this.isOver) {
      return;
    }
    this.completedRuns = this.run;
    if (this.run > QUIET_RUNS) {
      this.received.push(
        ...mails.map((mail) => ({
          message: toMessage(mail, this.target.monitorName),
          minute: (mail.timeMs - this.startMs) / MINUTE_MS,
        })),
      );
    }
  }
}
