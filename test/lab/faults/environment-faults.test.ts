import { disorderOf, FAULTS, faultsOf } from '../../../lab/faults/environment-faults';
import { SCENARIOS } from '../../../lab/scenarios/all-scenarios';

/** Faults that come and go by themselves. */
const IDS = FAULTS.map(({ id }) => id);

test.each(IDS.flatMap((a) => IDS.filter((b) => b !== a).map((b) => [a, b] as const)))(
  '%s is there as before when %s has come and gone',
  (a, b) => {
    const faults = new Set([a]);
    const before = disorderOf(faults);
    faults.add(b);
    expect(Object.keys(disorderOf(faults))).toEqual(
      expect.arrayContaining(Object.keys(FAULTS.find(({ id }) => id === b)!.disorder)),
    );
    faults.delete(b);
    expect(disorderOf(faults)).toEqual(before);
  },
);

test.each(IDS)('%s is known by what is the case', (id) => {
  expect([...faultsOf(disorderOf(new Set([id])))]).toEqual([id]);
});

test('Whatever a scenario puts out of order has its faults', () => {
  const disorders = SCENARIOS.flatMap(({ story }) => story(1).states).map(
    ({ runs: _, servers: __, purge: ___, renew: ____, ...disorder }) => disorder,
  );
  for (const disorder of disorders) {
    expect(disorderOf(faultsOf(disorder))).toEqual(disorder);
  }
});
