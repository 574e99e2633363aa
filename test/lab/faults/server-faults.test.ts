import { correct, SERVER_FAULTS } from '../../../lab/faults/server-faults';
import { SimulatedServers } from '../../../lab/ntp/simulated-servers';

let ntpServers: SimulatedServers;

beforeAll(async () => {
  ntpServers = await SimulatedServers.start();
});
afterAll(() => ntpServers.close());
beforeEach(() => {
  ntpServers.cutNetwork(false);
  ntpServers.change('alfa', correct());
});

const server = () => ntpServers.byName.get('alfa')!;

test.each(SERVER_FAULTS.map((fault) => [fault.id, fault] as const))(
  '%s: on, off, and ended by being correct',
  (id, fault) => {
    const isOn = () => fault.isOn(ntpServers.behaviour('alfa'));
    ntpServers.change('alfa', fault.start(server().aheadMs(), Date.now()));
    expect(isOn()).toBe(id !== 'jump');
    ntpServers.change('alfa', fault.stop());
    expect(isOn()).toBe(false);
    ntpServers.change('alfa', fault.start(server().aheadMs(), Date.now()));
    ntpServers.change('alfa', correct());
    expect(SERVER_FAULTS.filter((each) => each.isOn(ntpServers.behaviour('alfa')))).toEqual([]);
    expect(server().aheadMs()).toBe(0);
  },
);

test('A jump adds to where the clock is', () => {
  const jump = SERVER_FAULTS.find(({ id }) => id === 'jump')!;
  ntpServers.change('alfa', jump.start(server().aheadMs(), Date.now()));
  ntpServers.change('alfa', jump.start(server().aheadMs(), Date.now()));
  expect(server().aheadMs()).toBe(400);
});

test('A server that drifts smears no more, and the other way round', () => {
  for (const [first, second] of [
    ['drift', 'smear'],
    ['smear', 'drift'],
  ]) {
    for (const id of [first, second]) {
      ntpServers.change('alfa', SERVER_FAULTS.find((fault) => fault.id === id)!.start(0, Date.now()));
    }
    const on = SERVER_FAULTS.filter((fault) => fault.isOn(ntpServers.behaviour('alfa'))).map(({ id }) => id);
    expect(on).toEqual([second]);
  }
});

test("Servers drift in the lab's time, which jumps from run to run", () => {
  ntpServers.change('alfa', { driftPpm: 100 });
  ntpServers.recalibrate(10 * 60_000);
  expect(server().aheadMs()).toBeCloseTo(60, 0);
  ntpServers.recalibrate(0);
  expect(server().aheadMs()).toBeCloseTo(0, 0);
});

test('A cut network silences all servers, and a silent one stays silent afterwards', () => {
  ntpServers.cutNetwork(true);
  ntpServers.change('alfa', { silent: false });
  expect([...ntpServers.byName.values()].map(({ behaviour }) => behaviour.silent)).toEqual(
    Array(7).fill(true),
  );
  ntpServers.cutNetwork(false);
  expect(server().behaviour.silent).toBeFalsy();
  expect(ntpServers.byName.get('foxtrot')!.behaviour.silent).toBe(true);
});

test('A server that is not there is an error', () => {
  expect(() => ntpServers.change('nobody', {})).toThrow('nobody');
});
