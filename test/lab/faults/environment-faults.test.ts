import {
  ENVIRONMENT_FAULTS,
  type EnvironmentFaultId,
  effectsOf,
} from '../../../lab/faults/environment-faults';

const IDS = ENVIRONMENT_FAULTS.map(({ id }) => id);

test.each(IDS.flatMap((a) => IDS.filter((b) => b !== a).map((b) => [a, b] as const)))(
  '%s has the same effects before and after %s',
  (a, b) => {
    const faults = new Set<EnvironmentFaultId>([a]);
    const before = effectsOf(faults);
    faults.add(b);
    expect(Object.keys(effectsOf(faults))).toEqual(expect.arrayContaining(Object.keys(effectsOf([b]))));
    faults.delete(b);
    expect(effectsOf(faults)).toEqual(before);
  },
);
