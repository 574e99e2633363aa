import { serverDistanceMs, statesNoDispersion } from '../../../lambda/ntp/root-distance';
import { reply } from '../../../testkit/ntp/sample-builder';

test.each([
  ['half its root delay plus its dispersion', { stratum: 2, rootDelayMs: 10, rootDispersionMs: 3 }, 8],
  ['what a primary server says, though it be nothing', { stratum: 1, rootDispersionMs: 0 }, 0],
  [
    'at least RFC 5905’s MINDISP for a follower that states no dispersion',
    { stratum: 2, rootDispersionMs: 0 },
    5,
  ],
  [
    'the smallest dispersion that can be stated, where one is',
    { stratum: 2, rootDispersionMs: 1000 / 65536 },
    1000 / 65536,
  ],
])('A server’s own distance is %s', (_name, fields, expectedMs) => {
  const packet = reply(fields);
  expect(serverDistanceMs(packet)).toBe(expectedMs);
  expect(statesNoDispersion(packet)).toBe(expectedMs === 5);
});
