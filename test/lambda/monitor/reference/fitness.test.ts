import { isFit, remarksOnItself } from '../../../../lambda/monitor/reference/fitness';
import type { Packet } from '../../../../lambda/ntp/packet';
import { usable } from '../../../../testkit/function/sample-readings';
import { exchange } from '../../../../testkit/ntp/sample-builder';

const MAX_DISTANCE_MS = 250;

function remarksOn(packet: Partial<Packet>, rootDistanceMs = 5, freeRunning = false) {
  const measured = usable(exchange({}, packet), { rootDistanceMs });
  return remarksOnItself({ freeRunning }, measured, MAX_DISTANCE_MS);
}

const ids = (remarks: ReturnType<typeof remarksOn>) => remarks.map(({ id }) => id);
const refId = (...bytes: number[]) => Buffer.from(bytes);

test.each([
  ['just below the limit', 249.999, true],
  ['exactly at it', 250, true],
  ['just above it', 250.001, false],
])('a root distance %s: it may vote: %s', (_, rootDistanceMs, mayVote) => {
  const remarks = remarksOn({}, rootDistanceMs);
  expect(isFit(remarks)).toBe(mayVote);
  expect(ids(remarks)).toEqual(mayVote ? [] : ['distance']);
});

describe('Who follows no source has no vote unless that is meant:', () => {
  test.each<[string, Partial<Packet>, boolean]>([
    ["ntpd's local clock", { stratum: 6, refId: refId(127, 127, 1, 0), rootDispersionMs: 10 }, true],
    ["chronyd's local", { stratum: 10, refId: refId(127, 127, 1, 1) }, true],
    ['Windows', { stratum: 1, refId: Buffer.from('LOCL'), rootDispersionMs: 10_730 }, true],
    ['a virtual machine', { stratum: 1, refId: Buffer.from('LCL\0') }, true],
    ['an orphan', { stratum: 6, refId: refId(127, 0, 0, 1), rootDelayMs: 0 }, true],
    [
      'one that follows its own machine, and states a dispersion',
      { stratum: 3, refId: refId(127, 0, 0, 1), rootDispersionMs: 0.5 },
      false,
    ],
    ["chronyd's smear", { stratum: 2, refId: refId(127, 127, 1, 255), rootDispersionMs: 1 }, false],
    ['a GPS receiver', { stratum: 1, refId: Buffer.from('GPS\0') }, false],
  ])('%s', (_, packet, isFreeRunning) => {
    expect(ids(remarksOn(packet)).includes('free-running')).toBe(isFreeRunning);
    expect(isFit(remarksOn(packet))).toBe(!isFreeRunning);
    expect(isFit(remarksOn(packet, 5, true))).toBe(true);
  });
});

test('No dispersion above stratum 1 is a floor and no bar', () => {
  const remarks = remarksOn({ stratum: 2, refId: refId(192, 0, 2, 1), rootDispersionMs: 0 });
  expect(ids(remarks)).toEqual(['no-dispersion']);
  expect(isFit(remarks)).toBe(true);
});
