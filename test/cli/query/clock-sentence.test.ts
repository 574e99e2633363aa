import { consensusAnswer, singleAnswer } from '../../../cli/query/clock-sentence';
import { packetText } from '../../../cli/query/packet-text';
import { readingJson } from '../../../cli/reading-json';
import type { PacketFields } from '../../../lambda/monitor/reading';
import { remark } from '../../../lambda/monitor/remarks/remark';
import { reading, result, UNUSABLE } from '../../../testkit/function/sample-readings';

describe('The answer of one server', () => {
  test('says what its offset looks like', () => {
    const outside = reading('a', {
      verdict: 'outside',
      remarks: [remark('time-zone', 'it is off by 5.5 h')],
    });
    expect(singleAnswer(outside)).toBe(
      'a: this clock is 2.000 ms slow (± 5.000 ms), outside the limit of 50 ms. It is off by 5.5 h.',
    );
  });

  test('says which limit could be proven, where this one can’t', () => {
    const uncertain = reading('a', { verdict: 'uncertain', explanation: 'a limit of 80 ms could be proven' });
    expect(singleAnswer(uncertain)).toMatch(
      /maybe within the limit of 50 ms\. A limit of 80 ms could be proven\.$/,
    );
  });

  test('says why there is none', () => {
    expect(singleAnswer(reading('a', UNUSABLE))).toBe('a: no usable answer (timeout). Nobody there.');
  });

  test('has no time, if it is a kiss, whose timestamps are the request’s own', () => {
    const packet = { transmitTime: '2006-12-24T20:30:39.397645486Z', rootDelayMs: 0, rootDispersionMs: 0 };
    const kiss = reading('a', { ...UNUSABLE, reason: 'kiss', packet: packet as PacketFields });
    expect(readingJson(kiss)).toMatchObject({ time: null });
    expect(packetText(kiss, { colour: false, width: 80 })).not.toMatch(/^ +time /m);
  });
});

describe('What several servers say of this clock', () => {
  const { servers } = result([reading('a'), reading('b')]);

  test('is by how much it is off', () => {
    expect(consensusAnswer(result(servers))).toBe(
      'This clock is 0.250 ms slow (± 1.000 ms), by the consensus of a, b.',
    );
  });

  test('accuses nobody while it or they must be wrong', () => {
    const explanation = 'reference time is 420 s behind the local clock: one of the two is wrong';
    const clocksDisagree = { sidesWith: 'nobody', explanation } as const;
    expect(consensusAnswer(result(servers, { clockOffsetMs: -420_000, clocksDisagree }))).toBe(
      `By the consensus of a, b, ${explanation}.`,
    );
  });

  test('is nothing while reference time is unknown', () => {
    const unknown = result(servers, { known: false, clockOffsetMs: null, boundMs: null });
    expect(consensusAnswer(unknown)).toBe("This clock can't be judged: reference time is unknown.");
  });
});
