import { MONITORS } from '../../testkit/battery/battery-monitors';
import { everyRun, noise } from '../../testkit/battery/battery-story';
import { deliveriesIn } from '../../testkit/battery/deliveries';
import type { DeliveredNotification } from '../../testkit/battery/expectations';
import type { Deployed } from '../../testkit/scenarios/deployed';

/** What the first server does, 8 h at a run a minute, by the column's head. */
const COURSES = [
  ...[1, 5, 10, 20, 30, 50].map((percent) => ({
    head: `${percent} %`,
    condition: (random: () => number) => (random() < percent / 100 ? ('silent' as const) : 0),
  })),
  { head: 'hover', condition: (random: () => number) => 60 + noise(random) },
];
const TABLED_RUNS = 8 * 60;
const FIRST = MONITORS.four.servers[0]!.name;

export interface WindowRow {
  policy: string;
  /** Pages in 8 h, mean and largest over seeds, by the column's head. */
  pages: Record<string, { mean: number; max: number }>;
  /** Minutes from the first bad run of a dead server to its page, and from the first good one to its OK. */
  firstPage: number | undefined;
  goodRuns: number | undefined;
}

/** Pages of one server that is silent in so many of its runs, or hovers at its limit with 1 ms of noise. */
export function windowRow(policy: string, monitor: Deployed, seeds: number): WindowRow {
  const pages = COURSES.map(({ head, condition }) => {
    const counts = Array.from({ length: seeds }, (_, seed) =>
      countedIn(
        monitor,
        everyRun(TABLED_RUNS, seed + 1, (_run, random) => ({ [FIRST]: condition(random) })),
      ),
    );
    return [head, { mean: counts.reduce((sum, each) => sum + each, 0) / seeds, max: Math.max(...counts) }];
  });
  const dead = deliveriesIn({
    monitor,
    steps: [{ runs: 60, servers: { [FIRST]: 'silent' } }, { runs: 60 }],
    begin: 'history',
  })[0]!;
  const minuteOf = (state: string) => dead.find((each) => each.state === state && isOfServer(each))?.minute;
  const ended = minuteOf('OK');
  return {
    policy,
    pages: Object.fromEntries(pages),
    firstPage: minuteOf('ALARM'),
    goodRuns: ended === undefined ? undefined : ended - 60,
  };
}

/** Of the way in which CloudWatch may evaluate that sends the most. */
function countedIn(monitor: Deployed, steps: Parameters<typeof deliveriesIn>[0]['steps']): number {
  const isPage = (each: DeliveredNotification) =>
    each.state === 'ALARM' && each.severity === 'page' && isOfServer(each);
  const received = deliveriesIn({ monitor, steps, begin: 'history' });
  return Math.max(...received.map((each) => each.filter(isPage).length));
}

/** Not of its birth: a first deployment may have notifications of its own. */
function isOfServer({ title, minute }: DeliveredNotification): boolean {
  return title.split(' ').includes(FIRST) && minute >= 0;
}

export function windowMarkdown(rows: readonly WindowRow[]): string {
  const heads = COURSES.map(({ head }) => head);
  const minutes = (value: number | undefined) => value?.toFixed(0) ?? '';
  return [
    `| policy | ${heads.join(' | ')} | first page (min) | good runs to OK |`,
    `|---${'|---'.repeat(heads.length)}|---|---|`,
    ...rows.map(({ policy, pages, firstPage, goodRuns }) => {
      const cells = heads.map((head) => `${pages[head]!.mean.toFixed(1)} (${pages[head]!.max})`);
      return `| ${policy} | ${cells.join(' | ')} | ${minutes(firstPage)} | ${minutes(goodRuns)} |`;
    }),
  ].join('\n');
}
