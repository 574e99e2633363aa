import type { ClockDispute } from '../../../../lambda/monitor/reference/clock-dispute';
import { offsetHints } from '../../../../lambda/monitor/remarks/offset-hint';

const HOUR_MS = 3_600_000;
const ROLLOVER_MS = 619_315_200_000;

test.each([
  ['a GPS receiver of one rollover ago', -619_315_199_999.976, 'week-rollover', 'off by 1024 weeks'],
  ['one of two ago', -2 * 619_315_200_000, 'week-rollover', 'off by 2048 weeks'],
  ['one that also misses the leap seconds since', -619_315_200_000 - 18_000, 'week-rollover', '1024 weeks'],
  ['local time in winter', HOUR_MS + 3, 'time-zone', 'off by 1 h'],
  ['local time of India', 5.5 * HOUR_MS - 20, 'time-zone', 'off by 5.5 h'],
  ['local time of America', -8 * HOUR_MS, 'time-zone', 'off by 8 h'],
  ['GPS time', 18_000.2, 'time-scale', '18 s between GPS time and UTC'],
  ['TAI', 36_999.9, 'time-scale', '37 s between TAI and UTC'],
  ['UTC taken for TAI', -37_000, 'time-scale', '37 s between TAI and UTC'],
])('An offset looks like %s', (_name, offsetMs, id, text) => {
  expect(offsetHints(offsetMs, 0)).toEqual([{ id, severity: 'warn', text: expect.stringContaining(text) }]);
});

test.each([0, 80, -1000, 17_000, 60_000, 20 * 60_000, 15 * HOUR_MS, 24 * HOUR_MS, 512 * 7 * 24 * HOUR_MS])(
  'An offset of %d ms looks like nothing',
  (offsetMs) => {
    expect(offsetHints(offsetMs, 0)).toEqual([]);
  },
);

test('Few offsets within a day look like something by chance', () => {
  const offsets = Array.from({ length: 20_001 }, (_, i) => (i / 10_000 - 1) * 24 * HOUR_MS);
  expect(offsets.filter((each) => offsetHints(each, 0).length > 0).length).toBeLessThan(200);
});

test('Without reference time, the local clock is what an offset is seen against', () => {
  expect(offsetHints(null, 2 * HOUR_MS)).toMatchObject([{ id: 'time-zone' }]);
});

test.each<[string, number, number, ClockDispute['sidesWith'], string[]]>([
  ['a voter of those that all missed a rollover', 0, -ROLLOVER_MS, 'nobody', ['week-rollover']],
  ['a right server that they are compared with', ROLLOVER_MS, 0, 'nobody', []],
  ['the same, once the clock is known to be right', ROLLOVER_MS, 0, 'clock', []],
  ['a voter that serves local time, as all do', 0, HOUR_MS, 'nobody', []],
  ['the same, once the clock is known to be right', 0, HOUR_MS, 'clock', ['time-zone']],
  [
    'a server that serves local time, and the clock is known to be wrong',
    HOUR_MS,
    0,
    'reference',
    ['time-zone'],
  ],
])(
  'While reference time and the local clock disagree, %s',
  (_name, offsetMs, clockOffsetMs, sidesWith, ids) => {
    expect(offsetHints(offsetMs, clockOffsetMs, sidesWith).map(({ id }) => id)).toEqual(ids);
  },
);

test('While they agree, the local clock’s own error is no hint', () => {
  expect(offsetHints(0.1, 18_000)).toEqual([]);
});
