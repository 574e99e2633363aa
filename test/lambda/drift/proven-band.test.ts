import fc from 'fast-check';
import { provenBand } from '../../../lambda/drift/proven-band';

const seen = (readings: [minute: number, offsetMs: number, uncertaintyMs?: number][]) =>
  readings.map(([minute, offsetMs, uncertaintyMs], run) => ({
    run,
    tKs: minute * 0.06,
    reading: { offsetMs, delayMs: 1, ...(uncertaintyMs !== undefined && { uncertaintyMs }) },
  }));

test.each([
  ['no reading', seen([]), undefined],
  ['one', seen([[0, 1, 1]]), undefined],
  [
    'two, one of them without an uncertainty',
    seen([
      [0, 1, 1],
      [50, 1],
    ]),
    undefined,
  ],
  [
    'two at rest, 1 ms each, 50 minutes apart',
    seen([
      [0, 0, 1],
      [50, 0, 1],
    ]),
    { lowPpm: -2 / 3 - 0.1, highPpm: 2 / 3 + 0.1 },
  ],
  [
    'a gain of 30 ms in 50 minutes',
    seen([
      [0, 0, 1],
      [50, 30, 1],
    ]),
    { lowPpm: 28 / 3 - 0.1, highPpm: 32 / 3 + 0.1 },
  ],
  [
    'a step that no rate explains',
    seen([
      [0, 0, 1],
      [50, 0, 1],
      [51, 30, 1],
      [100, 30, 1],
    ]),
    'step',
  ],
])('%s', (_, readings, band) => {
  const expected =
    typeof band === 'object'
      ? { lowPpm: expect.closeTo(band.lowPpm, 9), highPpm: expect.closeTo(band.highPpm, 9) }
      : band;
  expect(provenBand(readings)).toEqual(expected);
});

test('The proven band holds the true rate whatever the errors are, as long as uncertainties are honest', () => {
  const share = fc.double({ min: -1, max: 1, noNaN: true });
  const reading = fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), share);
  fc.assert(
    fc.property(
      fc.double({ min: -500, max: 500, noNaN: true }),
      fc.array(reading, { minLength: 2, maxLength: 40 }),
      (ppm, errors) => {
        const band = provenBand(
          seen(
            errors.map(([uncertaintyMs, error], minute) => [
              minute,
              ppm * 0.06 * minute + error * uncertaintyMs,
              uncertaintyMs,
            ]),
          ),
        );
        expect(band).toMatchObject({ lowPpm: expect.any(Number) });
        const { lowPpm, highPpm } = band as { lowPpm: number; highPpm: number };
        expect(lowPpm).toBeLessThanOrEqual(ppm);
        expect(highPpm).toBeGreaterThanOrEqual(ppm);
      },
    ),
  );
});
