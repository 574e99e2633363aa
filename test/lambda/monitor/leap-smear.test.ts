import { mayBeApartByLeap } from '../../../lambda/monitor/leap-smear';
import { plan, server } from '../../../testkit/function/sample-readings';

const UNSMEARED = plan([
  server('a'),
  server('b'),
  server('c'),
  server('d', { role: 'target', smeared: true }),
]);
const SMEARED = plan(['a', 'b', 'c'].map((name) => server(name, { smeared: true })));
const LEAP_DAY = '2026-12-31T20:00:00Z';

describe('A server and reference time may be a leap second apart', () => {
  test.each([
    ['2026-12-30T23:59:59Z', false],
    ['2026-12-31T00:00:01Z', true],
    ['2026-12-31T23:59:59Z', true],
    ['2027-01-01T23:59:59Z', true],
    ['2027-01-02T00:00:01Z', false],
    ['2027-06-30T12:00:00Z', true],
    ['2027-07-01T12:00:00Z', true],
    ['2027-07-31T12:00:00Z', false],
    ['2027-03-31T12:00:00Z', false],
  ])('at %s: %s', (time, expected) => {
    expect(mayBeApartByLeap({ smeared: true }, UNSMEARED, Date.parse(time))).toBe(expected);
  });

  test.each([
    ['smears beside voters that do not', true, UNSMEARED, true],
    ['does not, as its voters', false, UNSMEARED, false],
    ['smears, as its voters', true, SMEARED, false],
    ['does not, beside voters that smear', false, SMEARED, true],
    ["does not, by the function's clock, which smears", false, plan([], { reference: 'clock' }), true],
    ['smears, and judges itself', true, plan(UNSMEARED.servers, { reference: { server: 'd' } }), false],
  ])('if it %s: %s', (_, smeared, of, expected) => {
    expect(mayBeApartByLeap({ smeared }, of, Date.parse(LEAP_DAY))).toBe(expected);
  });
});
