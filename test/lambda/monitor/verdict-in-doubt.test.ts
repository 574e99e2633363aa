import type { Server } from '../../../lambda/monitor/event';
import type { Reading } from '../../../lambda/monitor/reading';
import type { ClockDispute } from '../../../lambda/monitor/reference/clock-dispute';
import type { Reference } from '../../../lambda/monitor/reference-time';
import { toReading } from '../../../lambda/monitor/verdict';
import type { Measured } from '../../../lambda/ntp/measure';
import { referenceAt } from '../../../testkit/function/reference-at';
import { plan, server, silent, usable } from '../../../testkit/function/sample-readings';
import { exchange, PERFECT_CLOCK } from '../../../testkit/ntp/sample-builder';

/** A reading by a clock without any error. */
function readingOf(of: Server, measured: Measured, found: Reference, clock = PERFECT_CLOCK): Reading {
  return toReading(of, measured, { plan: plan([of, server('another')]), reference: found, clock });
}

const ahead = (aheadMs: number) => usable(exchange({ aheadMs, forthMs: 5, backMs: 5 }));
const codes = ({ remarks = [] }: Reading) => remarks.map(({ id }) => id);

describe('While reference time and the clock are an hour apart', () => {
  const HOUR_MS = 3_600_000;
  const disputed = (sidesWith: ClockDispute['sidesWith']): Reference => ({
    ...referenceAt(HOUR_MS),
    dispute: { sidesWith, explanation: 'an hour apart' },
  });

  test.each([
    ['right by the voters', HOUR_MS, 'nobody', 'uncertain'],
    ['right by the voters, with whom the witness sides', HOUR_MS, 'reference', 'uncertain'],
    ['wrong by the voters', HOUR_MS + 80, 'nobody', 'uncertain'],
    ['wrong by the voters, against whom the witness sides', HOUR_MS + 80, 'clock', 'uncertain'],
    ['wrong by the voters, with whom the witness sides', HOUR_MS + 80, 'reference', 'outside'],
  ] as const)('a server that is %s', (_name, aheadMs, sidesWith, verdict) => {
    const reading = readingOf(server('a'), ahead(aheadMs), disputed(sidesWith));
    expect(reading.verdict).toBe(verdict);
    if (verdict === 'uncertain') {
      expect(reading).toMatchObject({ reason: 'clocks-disagree', explanation: 'an hour apart' });
      expect(reading.uncertaintyMs).toBeGreaterThanOrEqual(HOUR_MS);
    } else {
      expect(reading.uncertaintyMs).toBeCloseTo(5, 6);
    }
  });
});

describe('A server that smears leap seconds, beside voters that do not,', () => {
  const on = (day: string) => ({ ...PERFECT_CLOCK, epochMs: Date.parse(day) });

  test.each([
    ['a second off on a leap day may be right', 1000, '2026-12-31T12:00:00Z', 'uncertain', 1005],
    ['a second behind likewise', -1000, '2026-12-31T12:00:00Z', 'uncertain', 1005],
    ['a second off in the last moment of a leap day', 1000, '2026-12-31T23:59:59.9Z', 'uncertain', 1005],
    ['more than a second off is wrong on any day', 1080, '2026-12-31T12:00:00Z', 'outside', 5],
    ['a second off on another day is wrong', 1000, '2026-12-20T12:00:00Z', 'outside', 5],
    ['within its limit on a leap day is right', 10, '2026-12-31T12:00:00Z', 'within', 5],
  ] as const)('%s', (_name, aheadMs, day, verdict, uncertaintyMs) => {
    const smeared = server('a', { role: 'target', smeared: true });
    const reading = readingOf(smeared, ahead(aheadMs), referenceAt(), on(day));
    expect(reading.verdict).toBe(verdict);
    expect(reading.uncertaintyMs).toBeCloseTo(uncertaintyMs, 6);
    expect(reading.reason).toBe(verdict === 'uncertain' ? 'leap-smear' : undefined);
  });
});

describe('A reading', () => {
  test('guesses at what an offset looks like, unless the server is right', () => {
    const hours = ahead(2 * 3_600_000);
    expect(codes(readingOf(server('a'), hours, referenceAt()))).toEqual(['time-zone']);
    expect(readingOf(server('a', { limitMs: 1e8 }), hours, referenceAt())).not.toHaveProperty('remarks');
  });

  test.each([
    ['the same machine', true, { sameAddressAs: 'b' }],
    ['another that follows', false, { sharesVoteOf: 'b' }],
  ])('names whose vote it shares: %s', (_name, sameAddress, expected) => {
    const sharedVotes = new Map([['a', { voice: 'b', sameAddress }]]);
    const shared = readingOf(server('a'), usable(), { ...referenceAt(), sharedVotes });
    expect(shared).toMatchObject(expected);
    expect(Object.keys(expected)).toEqual(
      Object.keys(shared).filter((key) => ['sameAddressAs', 'sharesVoteOf'].includes(key)),
    );
    expect(readingOf(server('c'), usable(), { ...referenceAt(), sharedVotes })).not.toHaveProperty(
      'sameAddressAs',
    );
  });

  test('names the addresses that gave nothing', () => {
    const measured = usable();
    const tried = [
      { address: { ip: '192.0.2.7', family: 4 as const, port: 123 }, failure: { kind: 'timeout' as const } },
    ];
    const reading = readingOf(
      server('a'),
      { ...measured, sampled: { ...measured.sampled, tried } },
      referenceAt(),
    );
    expect(reading.tried).toEqual([{ address: '192.0.2.7', failure: 'timeout' }]);
    expect(readingOf(server('a'), measured, referenceAt())).not.toHaveProperty('tried');
  });

  test('of a voter says what the others prove of it, where that is more', () => {
    const reference = referenceAt(0, 100);
    const evidenceAtMs = () => ({ claimMs: 1, others: { lowMs: -2, highMs: 2 } });
    const narrowed = { ...reference, time: { ...reference.time!, evidenceAtMs } };
    expect(readingOf(server('a'), ahead(0), reference).uncertaintyMs).toBeCloseTo(105, 6);
    expect(readingOf(server('a'), ahead(0), narrowed).uncertaintyMs).toBeCloseTo(7, 6);
  });

  test('of an unsynchronised server shows the offset of its last reply, of one that is silent for another reason none', () => {
    const lastReply = exchange({ aheadMs: 80, forthMs: 5, backMs: 5 });
    const answered = (reason: 'unsynchronised' | 'negative-delay') => {
      const measured = silent();
      return {
        ...measured,
        sampled: { ...measured.sampled, lastReply },
        unusable: { reason, explanation: 'why' },
      };
    };
    const shown = readingOf(server('a'), answered('unsynchronised'), referenceAt());
    expect(shown.verdict).toBe('unusable');
    expect(shown.offsetMs).toBeCloseTo(80, 6);
    expect(shown.uncertaintyMs).toBeCloseTo(5, 3);
    expect(readingOf(server('a'), answered('negative-delay'), referenceAt()).offsetMs).toBeNull();
  });
});
