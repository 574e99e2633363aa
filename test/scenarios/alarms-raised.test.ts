import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runbookAnchor } from '../../lib/alarms/alarm-text';
import { ALARM_CONFIGURATIONS, policyFor, titles } from '../../testkit/alarms/policies';
import { BATTERY } from '../../testkit/battery/all-stories';
import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';
import { hasWords } from '../../testkit/battery/expectations';

const ROOT = join(__dirname, '..', '..');

/** The simulation has no fault of a single shard. Here are the tests that evaluate these alarms on data of one. */
const OF_SHARDS: Readonly<Record<string, string>> = {
  'fleet incomplete': 'test/lib/config/fleet-shards.slow.test.ts',
  'fleet unjudged': 'test/lib/config/fleet-shards.slow.test.ts',
  'fleet thin': 'test/lib/alarms/policy.test.ts',
};

const TITLES = [...new Set(ALARM_CONFIGURATIONS.flatMap(([, changes]) => titles(policyFor(changes))))];

/** Sections of the runbook with a scenario, which a test of `scenario-list.slow.test.ts` sees raise the alarm. */
const REHEARSED = readFileSync(join(ROOT, 'docs', 'runbook.md'), 'utf8')
  .split(/^## /m)
  .filter((section) => section.includes('--scenario '))
  .map((section) => runbookAnchor(section.slice(0, section.indexOf('\n'))));

/** What must be told in a story, which the tests of the battery see arrive. */
const TOLD = BATTERY.flatMap(({ monitors, schedules, script }) =>
  monitors.flatMap((monitor) => script(storyContext(MONITORS[monitor], schedules[0]!)).told),
).map(({ words }) => words);

/** Whether a story names this alarm, and no other that its words would fit as well. */
function isTold(title: string): boolean {
  return TOLD.some(
    (words) => words === title || TITLES.filter((each) => hasWords(each, words)).join() === title,
  );
}

test.each(TITLES)(
  'A scenario or a story raises the alarm "%s", or this test says what evaluates it',
  (title) => {
    const isRaised = REHEARSED.includes(runbookAnchor(title)) || isTold(title);
    const elsewhere = OF_SHARDS[title];
    expect([title, isRaised]).toEqual([title, elsewhere === undefined]);
    expect(elsewhere === undefined || readFileSync(join(ROOT, elsewhere), 'utf8').includes(title)).toBe(true);
  },
);
