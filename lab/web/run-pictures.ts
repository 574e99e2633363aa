import type { Verdict } from '../../lambda/monitor/reading';
import { headline } from '../../picture/headline';
import { intervalPicture } from '../../picture/interval-picture';
import type { Run } from '../lab';
import type { HeardPicture } from './page/page-state';

const MAX_HISTORY = 60;

/** Keeps what the last runs said of every server: the newest in full, the earlier ones as verdicts. */
export class RunPictures {
  /** Undefined until a run has said something. */
  latest: HeardPicture | undefined;
  private readonly histories = new Map<string, (Verdict | null)[]>();

  /** Takes the runs of one period; a period without an answer is a gap in every strip. */
  observe(runs: readonly Run[], nowMs: number): void {
    const summaries = runs.flatMap(({ summary }) => summary ?? []);
    // Each shard measures the voters: the first one speaks for them.
    const servers = new Map(
      summaries.toReversed().flatMap((each) => each.servers.map((one) => [one.server, one])),
    );
    for (const name of servers.keys()) {
      this.histories.set(name, this.histories.get(name) ?? []);
    }
    for (const [name, history] of this.histories) {
      history.push(servers.get(name)?.verdict ?? null);
      history.splice(0, history.length - MAX_HISTORY);
    }
    const [first] = summaries;
    if (first !== undefined) {
      const run = { reference: first.reference, servers: [...servers.values()] };
      const picture = intervalPicture(run, this.histories);
      this.latest = { picture, headline: headline(picture), heardMs: nowMs };
    }
  }
}
