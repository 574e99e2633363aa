import { DEEDS, honest } from '../../../lab/faults/server-faults';
import { Fleet } from '../../../lab/ntp/simulated-servers';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await Fleet.start();
});
afterAll(() => fleet.close());
beforeEach(() => {
  fleet.cutNetwork(false);
  fleet.setSpeed(1);
  fleet.change('right-1', honest());
});

const server = () => fleet.servers.get('right-1')!;

test.each(DEEDS.map((deed) => [deed.id, deed] as const))('%s: on, off, and undone by honesty', (id, deed) => {
  const isOn = () => deed.isOn(fleet.behaviour('right-1'));
  fleet.change('right-1', deed.start(server().aheadMs()));
  expect(isOn()).toBe(id !== 'jump');
  fleet.change('right-1', deed.stop());
  expect(isOn()).toBe(false);
  fleet.change('right-1', deed.start(server().aheadMs()));
  fleet.change('right-1', honest());
  expect(DEEDS.filter((each) => each.isOn(fleet.behaviour('right-1')))).toEqual([]);
  expect(server().aheadMs()).toBe(0);
});

test('A jump adds to where the clock is', () => {
  const jump = DEEDS.find(({ id }) => id === 'jump')!;
  fleet.change('right-1', jump.start(server().aheadMs()));
  fleet.change('right-1', jump.start(server().aheadMs()));
  expect(server().aheadMs()).toBe(400);
});

test('A server that drifts smears no more, and the other way round', () => {
  for (const [first, second] of [
    ['drift', 'smear'],
    ['smear', 'drift'],
  ]) {
    for (const id of [first, second]) {
      fleet.change('right-1', DEEDS.find((deed) => deed.id === id)!.start(0));
    }
    const on = DEEDS.filter((deed) => deed.isOn(fleet.behaviour('right-1'))).map(({ id }) => id);
    expect(on).toEqual([second]);
  }
});

test("Drift keeps up with the lab's time", () => {
  fleet.change('right-1', { driftPpm: 100 });
  fleet.setSpeed(60);
  expect(server().behaviour.driftPpm).toBe(6000);
  expect(fleet.behaviour('right-1').driftPpm).toBe(100);
});

test('A cut network silences everybody, and who was silent before stays so afterwards', () => {
  fleet.cutNetwork(true);
  fleet.change('right-1', { silent: false });
  expect([...fleet.servers.values()].map(({ behaviour }) => behaviour.silent)).toEqual(Array(7).fill(true));
  fleet.cutNetwork(false);
  expect(server().behaviour.silent).toBeFalsy();
  expect(fleet.servers.get('silent')!.behaviour.silent).toBe(true);
});

test('A server that is not there is an error', () => {
  expect(() => fleet.change('nobody', {})).toThrow('nobody');
});
