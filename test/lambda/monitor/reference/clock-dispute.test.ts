import { clockDispute } from '../../../../lambda/monitor/reference/clock-dispute';

const MINUTE_MS = 60_000;
const witness = (clockOffsetMs: number, boundMs = 2000) => ({ name: 'CloudWatch', clockOffsetMs, boundMs });

test.each([0, 59_999, 60_000, -60_000])(
  '%d ms between reference time and the clock are no dispute',
  (offsetMs) => {
    expect(clockDispute(offsetMs, MINUTE_MS, witness(offsetMs))).toBeUndefined();
  },
);

test.each([
  ['nobody, without a witness', 90_000, undefined, 'nobody'],
  ['the clock', 90_000, witness(0), 'clock'],
  ['reference time', 90_000, witness(90_000), 'reference'],
  ['reference time that is behind', -3_600_000, witness(-3_600_500), 'reference'],
  ['nobody, when the witness says something else', 3_600_000, witness(-3_600_000), 'nobody'],
  ['nobody, when the witness is between the two', 120_000, witness(60_000), 'nobody'],
  ['nobody, when the witness can’t tell', 90_000, witness(0, 100_000), 'nobody'],
])('The witness sides with %s', (_name, offsetMs, third, expected) => {
  expect(clockDispute(offsetMs, MINUTE_MS, third)!.sidesWith).toBe(expected);
});

test.each([
  [
    undefined,
    'reference time is 90 s ahead of the local clock: one of the two is wrong; compare both with a clock that you trust',
  ],
  [
    witness(0),
    "reference time is 90 s ahead of the local clock: CloudWatch's last answer agrees with the local clock, so the voters are wrong together; check what they follow",
  ],
  [
    witness(90_000),
    "reference time is 90 s ahead of the local clock: CloudWatch's last answer agrees with reference time, so the local clock is wrong; servers are judged all the same",
  ],
])('The text says who is wrong, and what to do: %#', (third, expected) => {
  expect(clockDispute(90_000, MINUTE_MS, third)!.explanation).toBe(expected);
});
