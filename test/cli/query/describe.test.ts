import { leapText, log2Text, modeText, refIdDescription, stratumText } from '../../../cli/query/describe';

describe('numbers with their texts', () => {
  it.each([
    [0, 'no leap second announced'],
    [1, 'last minute of the month has 61 seconds'],
    [2, 'last minute of the month has 59 seconds'],
    [3, 'clock not synchronised'],
  ])('leap %i: %s', (leap, text) => {
    expect(leapText(leap)).toBe(text);
  });

  it.each([
    [0, 'unspecified, or a kiss code'],
    [1, 'primary server, on a reference clock'],
    [2, 'secondary server, 1 step from a reference clock'],
    [15, 'secondary server, 14 steps from a reference clock'],
    [16, 'not synchronised'],
    [255, 'reserved'],
  ])('stratum %i: %s', (stratum, text) => {
    expect(stratumText(stratum)).toBe(text);
  });

  it.each([
    ['GPS', 1, 'Global Positioning System'],
    ['XYZ', 1, 'a reference clock'],
    ['192.0.2.7', 2, 'the server that it follows'],
    ['127.127.1.255', 2, 'smearing a leap second (chrony)'],
    ['RATE', 0, 'kiss code'],
    ['', 0, 'none'],
  ])('reference id %s at stratum %i: %s', (refId, stratum, text) => {
    expect(refIdDescription({ refId, stratum })).toBe(text);
  });

  it.each([
    [6, '2^6 s = 64 s'],
    [-6, '2^-6 s = 15.63 ms'],
    [-20, '2^-20 s = 953.7 ns'],
  ])('2^%i s: %s', (exponent, text) => {
    expect(log2Text(exponent)).toBe(text);
  });

  it('mode 4 is a server', () => {
    expect(modeText(4)).toBe('server');
  });
});
