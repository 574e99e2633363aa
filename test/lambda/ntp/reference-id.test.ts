import { refIdText } from '../../../lambda/ntp/reference-id';

test.each([
  ['a primary source', 1, 'GPS\0', 'GPS'],
  ['a primary source of four letters', 1, 'GOES', 'GOES'],
  ['a kiss code', 0, 'RATE', 'RATE'],
  ['nothing', 0, '\0\0\0\0', ''],
  ["chrony's local reference", 1, '\x7f\x7f\x01\x01', '127.127.1.1'],
  ['control characters, which have no place in a log', 1, '\x1b[2J', '27.91.50.74'],
  ['an upstream server', 2, '\xc0\x00\x02\x01', '192.0.2.1'],
  ['an upstream server whose address reads like text', 3, 'PPS ', '80.80.83.32'],
])('%s', (_name, stratum, bytes, expected) => {
  expect(refIdText({ stratum, refId: Buffer.from(bytes, 'latin1') })).toBe(expected);
});
