import type { KnownDrift } from '../../../lambda/drift/drift-of';
import { driftText } from '../../../lambda/drift/drift-text';

const DRIFT: KnownDrift = {
  ...{ known: true, ppm: 7.04, halfWidthPpm: 0.213, window: 'short', readings: 60 },
  sinceMs: Date.parse('2026-11-25T11:05:00Z'),
  stretchMs: 3_600_000,
};

test.each<[string, Partial<KnownDrift>, string]>([
  ['a rate', {}, 'gains 7 +- 0.21 ppm since 11:05 UTC'],
  ['losing fast', { ppm: -123.4 }, 'loses 123 +- 0.21 ppm since 11:05 UTC'],
  [
    'what is proven',
    { band: { lowPpm: -1.26, highPpm: 16 } },
    'gains 7 +- 0.21 ppm since 11:05 UTC; proven between -1.3 and 16 ppm',
  ],
  ['a step proves no rate', { band: 'step' }, 'gains 7 +- 0.21 ppm since 11:05 UTC'],
  [
    'time left',
    { timeLeft: { hoursToLimit: 5, rangeHours: { least: 1.9, most: 5 } } },
    'gains 7 +- 0.21 ppm since 11:05 UTC; reaches its limit in 110 minutes to 5 hours',
  ],
  [
    'time left, at the slowest',
    { timeLeft: { hoursToLimit: 11.8 } },
    'gains 7 +- 0.21 ppm since 11:05 UTC; reaches its limit within 12 hours',
  ],
  [
    'set back hourly, as seen every five minutes',
    { corrected: { everyMs: 61 * 60_000, stepMs: -71.6 } },
    'gains 7 +- 0.21 ppm since 11:05 UTC; corrected every 60 minutes by about 72 ms',
  ],
  [
    'set back every 7 minutes',
    { corrected: { everyMs: 7.2 * 60_000, stepMs: -3 } },
    'gains 7 +- 0.21 ppm since 11:05 UTC; corrected every 7 minutes by about 3 ms',
  ],
])('%s', (_, change, text) => {
  expect(driftText({ ...DRIFT, ...change })).toBe(text);
});

test('what is not known says why', () => {
  const explanation = 'its rate needs 10 readings on a straight stretch, of 3 in all';

  expect(driftText({ known: false, reason: 'too-few-readings', explanation })).toBe(explanation);
});
