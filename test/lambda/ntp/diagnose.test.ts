import { diagnose, type Symptoms } from '../../../lambda/ntp/diagnose';
import type { Sampled } from '../../../lambda/ntp/sampling';
import { exchange } from '../../../testkit/ntp/sample-builder';

const good = exchange();
const impossible = exchange({ forthMs: 1, heldMs: 5, backMs: -4.5 });
const unsynchronised = exchange({}, { leap: 3, stratum: 0, refId: Buffer.alloc(4) });

function symptoms(sampled: Partial<Sampled>, others: Partial<Symptoms> = {}): Symptoms {
  return {
    sampled: { requests: 4, samples: [], cutShort: false, ...sampled },
    ignored: {},
    replyTimeoutMs: 2000,
    ...others,
  };
}

describe('A server is unusable, and why', () => {
  test.each<[string, Symptoms, string]>([
    ['kiss', symptoms({ kiss: 'RATE' }), 'kiss code RATE: it was asked too often; lengthen the schedule'],
    ['kiss', symptoms({ kiss: 'DENY' }), 'kiss code DENY: it refuses this client; ask its operator'],
    ['kiss', symptoms({ kiss: 'RSTR' }), 'kiss code RSTR: it refuses this client; ask its operator'],
    ['kiss', symptoms({ kiss: 'NTSN' }), 'kiss code NTSN: see RFC 5905'],
    ['unsynchronised', symptoms({ lastReply: unsynchronised }), 'not synchronised (leap 3, stratum 0)'],
    [
      'negative-delay',
      symptoms({ samples: [impossible], lastReply: impossible }),
      'every round trip came out negative (-3.500 ms at best)',
    ],
    ['port-closed', symptoms({ lastFailure: { kind: 'port-closed' } }), 'nothing listens on that port'],
    [
      'bad-packet',
      symptoms({ lastFailure: { kind: 'timeout' } }, { ignored: { malformed: 3, late: 1 } }),
      'only packets that had to be ignored (3 malformed, 1 late)',
    ],
    [
      'network',
      symptoms({ lastFailure: { kind: 'send-failed', code: 'ENETUNREACH', message: 'send ENETUNREACH' } }),
      'could not be sent (send ENETUNREACH)',
    ],
    ['deadline', symptoms({ requests: 0, cutShort: true }), 'over before the server could be asked'],
    [
      'timeout',
      symptoms({ lastFailure: { kind: 'timeout' } }),
      'no reply within 2000 ms to any request (4 sent, 0 answered later)',
    ],
    [
      'timeout',
      symptoms({ requests: 2, lastFailure: { kind: 'timeout' } }, { ignored: { late: 1 } }),
      'no reply within 2000 ms to any request (2 sent, 1 answered later)',
    ],
    [
      'deadline',
      symptoms({ requests: 1, cutShort: true, lastFailure: { kind: 'timeout' } }),
      'over before the server answered (1 sent); give the function a longer timeout',
    ],
  ])('%s: %#', (reason, seen, explanation) => {
    expect(diagnose(seen)).toEqual({ reason, explanation: expect.stringContaining(explanation) });
  });
});

describe('What came first does not excuse what came last', () => {
  test.each<[string, Partial<Sampled>]>([['unsynchronised', { samples: [good], lastReply: unsynchronised }]])(
    '%s, after good samples',
    (reason, sampled) => {
      expect(diagnose(symptoms(sampled))).toMatchObject({ reason });
    },
  );
});

describe('A server is usable', () => {
  test.each<[string, Symptoms]>([
    ['that answered', symptoms({ samples: [good], lastReply: good })],
    [
      'that answered before it had enough of us',
      symptoms({ samples: [good], lastReply: unsynchronised, kiss: 'RATE' }),
    ],
    ['that answered at least once in time', symptoms({ samples: [good], lastFailure: { kind: 'timeout' } })],
    ['that was cut short after an answer', symptoms({ samples: [good], requests: 1, cutShort: true })],
    [
      'beside whom others sent garbage',
      symptoms({ samples: [good] }, { ignored: { forged: 9, malformed: 9 } }),
    ],
    ['with one impossible round trip among possible ones', symptoms({ samples: [impossible, good] })],
  ])('%s', (_name, seen) => {
    expect(diagnose(seen)).toBeUndefined();
  });
});
