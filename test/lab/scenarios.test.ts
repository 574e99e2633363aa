import { Desk } from '../../lab/desk';
import { Lab } from '../../lab/lab';
import { Pace } from '../../lab/pace';
import type { Mail } from '../../lab/page/state';
import { Player, SCENARIOS } from '../../lab/scenarios';

/**
 * Bad nights played through the whole lab: real packets, the function's bundle, the stack's alarms. Those in
 * which servers are silent take the function's own patience, seconds a run, and are left to the command line.
 */
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.start({ environment: {} });
}, 120_000);
afterAll(() => lab?.close());

async function play(name: string): Promise<string[]> {
  const desk = new Desk(lab, new Pace(1000), 'the lab');
  const scenario = SCENARIOS.find((each) => each.name === name)!;
  const player = new Player(scenario, desk, lab.fleet!.servers.keys());
  const mails: Mail[] = [];
  while (!player.isOver) {
    player.advance();
    mails.push(...desk.observe(await lab.fire()));
  }
  // The first mails of a new alarm say that all is well.
  const firstAlarm = mails.findIndex(({ state }) => state === 'ALARM');
  const told = firstAlarm < 0 ? [] : mails.slice(firstAlarm);
  return told.map(({ subject }) => subject.replace(/ in US East.*$/, ''));
}

test.each([
  ['step', ['ALARM: "lab right-2 outside"', 'OK: "lab right-2 outside"']],
  ['flap', []],
  ['unsynchronised', ['ALARM: "lab right-2 unusable"', 'OK: "lab right-2 unusable"']],
  ['upstream', ['ALARM: "lab servers lost"', 'OK: "lab servers lost"']],
  ['reference', ['ALARM: "lab reference lost"', 'OK: "lab reference lost"']],
  ['cloudwatch', ['ALARM: "lab not watching"', 'OK: "lab not watching"']],
])(
  '%s',
  async (name, expected) => {
    expect(await play(name)).toEqual(expected);
  },
  60_000,
);

test('every scenario has a name of its own', () => {
  expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
});
