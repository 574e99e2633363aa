import { FAULTS } from '../../lab/faults/all-faults';
import { behaviourIn, type ServerCondition } from '../../lab/faults/server-faults';
import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { BATTERY } from '../../testkit/battery/all-stories';
import { MONITORS } from '../../testkit/battery/battery-monitors';
import { storyContext } from '../../testkit/battery/battery-story';

/** Faults that no scenario plays, and why. */
const ON_THE_PAGE_ALONE: Readonly<Record<string, string>> = {
  drift: 'slow-drift at another rate',
  jump: 'a step as the scenarios have it, begun while the page is looked at',
  smear: 'slow-drift at another rate; test/scenarios/leap-day.slow.test.ts plays a leap day',
};

/** The steps of every scenario and story of the battery: what they say, not what comes of it. */
const STEPS = [
  ...SCENARIOS.flatMap(({ script }) => script(1).steps),
  ...BATTERY.flatMap(({ monitors, schedules, script }) =>
    monitors.flatMap((monitor) => script(storyContext(MONITORS[monitor], schedules[0]!)).steps),
  ),
];
const NAMED = new Set<unknown>(
  STEPS.flatMap(({ servers = {}, faults = [], actions = [] }) => [
    ...Object.values<ServerCondition>(servers),
    ...faults,
    ...actions,
  ]),
);
const BEHAVIOURS: readonly ServerBehaviour[] = [...NAMED]
  .filter((each) => typeof each !== 'string')
  .map((condition) => behaviourIn(condition as ServerCondition, 0));

test.each(FAULTS)('A scenario or a story plays the fault $id, or this test says why none does', (fault) => {
  const isPlayed = NAMED.has(fault.id) || (fault.kind === 'server' && BEHAVIOURS.some(fault.isOn));
  expect([fault.id, isPlayed]).toEqual([fault.id, ON_THE_PAGE_ALONE[fault.id] === undefined]);
});
