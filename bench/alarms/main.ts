import { BATTERY_ROWS, type BatteryRow, playRow, rowTitle } from '../../testkit/battery/all-stories';
import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { playCourse } from '../../testkit/battery/random-course';
import { type Deployed, deployed } from '../../testkit/scenarios/deployed';
import { hasNovemberPolicy, novemberPolicy } from './november-policy';
import { windowMarkdown, windowRow } from './window-table';

const SEEDS = Number(process.argv[2] ?? 10);
const DAYS = 4;

/** `npm run bench:alarms [seeds]`: the policy of November 2026 beside the one that is shipped. */
const POLICIES: readonly {
  name: string;
  deploy: (monitor: BatteryRow['monitor']) => Deployed;
  begin: 'ok' | 'history';
}[] = [
  // It tells an OK of every alarm of a first deployment: with those, no story is told right.
  { name: '3 of 6 (November 2026), all alarms in OK', deploy: novemberPolicy, begin: 'ok' },
  { name: 'shipped', deploy: (monitor) => deployed(MONITORS[monitor], 1), begin: 'history' },
];

/** Stories that both policies can be told. */
const ROWS = BATTERY_ROWS.filter(
  ({ story, monitor, minutes }) =>
    hasNovemberPolicy(monitor, minutes) && story.deployment === undefined && !story.isSlow,
);

function main(): void {
  print(`Pages in 8 h of one server in trouble, mean over ${SEEDS} seeds (largest):\n`);
  print(windowMarkdown(POLICIES.map(({ name, deploy }) => windowRow(name, deploy('four'), SEEDS))));
  print(
    `\nStories, in every way in which CloudWatch may evaluate, and ${DAYS} random days of 6 incidents:\n`,
  );
  print('| policy | stories told right | most pages of an incident | missed | without an incident |');
  print('|---|---|---|---|---|');
  for (const { name, deploy, begin } of POLICIES) {
    const isWrong = (row: (typeof ROWS)[number]) =>
      playRow(row, { policy: deploy(row.monitor), begin }).some((each) => each.length > 0);
    const wrong = ROWS.filter(isWrong);
    const days = Array.from({ length: DAYS }, (_, seed) =>
      playCourse(deploy('ten'), storyContext(MONITORS.ten, 1), seed + 1),
    );
    const most = Math.max(...days.map(({ mostPages }) => mostPages));
    const total = (key: 'missed' | 'unfounded') => days.reduce((sum, day) => sum + day[key], 0);
    print(
      `| ${name} | ${ROWS.length - wrong.length} of ${ROWS.length} | ${most} | ${total('missed')} | ${total('unfounded')} |`,
    );
    for (const row of wrong) {
      process.stderr.write(`${name}: wrong in ${rowTitle(row)}\n`);
    }
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main();
