import type { Assembly } from '../assembly';
import { MINUTE_MS } from '../cloudwatch/alarms/datapoints';
import type { Mail, ScenarioView } from '../web/page/page-state';
import { lengthOf, mismatches, type Scenario, type Story, type Told, toMessage } from './scenario';
import type { State } from './scenario-state';

/** Runs before a story begins: every alarm has seen enough to be sure that all is well. */
const QUIET_RUNS = 8;

/** Who acts a scenario out. */
export interface Stage {
  /** The lab's time, ms since 1970. */
  readonly nowMs: number;
  readonly monitorName: string;
  /** From now on, this is the case. */
  play: (state: State) => void;
  deploy: (assembly: Assembly) => Promise<void>;
}

/** Plays a scenario run by run, and finds out whether everybody is told what they must be. */
export class Player {
  private readonly story: Story;
  private readonly cues: ReadonlyMap<number, State>;
  private readonly received: Told[] = [];
  private run = 0;
  private startMs = Number.POSITIVE_INFINITY;
  private heard = 0;

  /**
   * @param periodMs between two runs, in the lab's time
   * @param deployment what the scenario deploys on its way
   */
  constructor(
    private readonly scenario: Scenario,
    private readonly stage: Stage,
    private readonly periodMs: number,
    private readonly deployment?: Assembly,
  ) {
    this.story = scenario.story(periodMs / MINUTE_MS);
    let next = 1;
    this.cues = new Map(
      this.story.states.map((state) => {
        const first = next;
        next += state.runs;
        return [first, state];
      }),
    );
  }

  /** Whether everything has happened, and what came of it was heard. */
  get isOver(): boolean {
    return this.heard >= this.runs;
  }

  /** What was told, and in which minute of the story. */
  get told(): string[] {
    return this.received.map(({ message, minute }) => `${message} (minute ${minute})`);
  }

  get runs(): number {
    return QUIET_RUNS + lengthOf(this.story);
  }

  /** What was told otherwise than it must be, once it is over. */
  get findings(): string[] {
    return mismatches(this.received, this.story.told, this.periodMs);
  }

  get view(): ScenarioView {
    const { name, about } = this.scenario;
    const { run, runs } = this;
    return { name, about, run, runs, findings: this.isOver ? this.findings : undefined };
  }

  /** What happens before the next run. */
  async advance(): Promise<void> {
    if (this.isOver) {
      return; // whoever goes on watching does as they like
    }
    this.run += 1;
    const run = this.run - QUIET_RUNS;
    if (run === 1) {
      this.startMs = this.stage.nowMs;
    }
    const state = this.cues.get(run);
    if (state !== undefined) {
      this.stage.play(state);
    }
    if (run === this.scenario.deployment?.run && this.deployment !== undefined) {
      await this.stage.deploy(this.deployment);
    }
  }

  /** What came of the run. Mails from before the story are those of new alarms, which say that they work. */
  hear(mails: readonly Mail[]): void {
    if (this.isOver) {
      return;
    }
    this.heard = this.run;
    if (this.run > QUIET_RUNS) {
      this.received.push(
        ...mails.map((mail) => ({
          message: toMessage(mail, this.stage.monitorName),
          minute: (mail.timeMs - this.startMs) / MINUTE_MS,
        })),
      );
    }
  }
}
