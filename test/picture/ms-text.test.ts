import { intervalText, limitText, msText, signedMsText } from '../../picture/ms-text';

test.each([
  ['microseconds', 0.1914, '0.191 ms'],
  ['hundreds of milliseconds', 250.125, '250.13 ms'],
  ['seconds', 12_400, '12.40 s'],
  ['hours', 3 * 3_600_000, '3.00 h'],
  ['days', 3 * 86_400_000, '3.00 days'],
  ['a rollover of 1024 weeks', 619_315_200_000, '19.62 years'],
])('a duration of %s', (_, ms, text) => {
  expect(msText(ms)).toBe(text);
});

test.each([
  ['ahead', 79.9841, '+79.984 ms'],
  ['behind', -3.2, '-3.200 ms'],
  ['nothing to speak of', -0.0001, '+0.000 ms'],
])('an offset that is %s', (_, ms, text) => {
  expect(signedMsText(ms)).toBe(text);
});

test('an interval has its unit once, and no bound that its unit swallows', () => {
  expect(intervalText(-3.2, 12)).toBe('-3.200 ± 12.000 ms');
  expect(intervalText(-619_315_200_000, 20)).toBe('-19.62 years');
});

test('a limit reads as it was written', () => {
  expect([limitText(50), limitText(0.5), limitText(300_000)]).toEqual(['50 ms', '0.5 ms', '300 s']);
});
