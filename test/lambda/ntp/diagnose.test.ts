import type { Stray } from '../../../lambda/ntp/client';
import { DIAGNOSES, diagnose, type Symptoms } from '../../../lambda/ntp/diagnose';
import { encodePacket } from '../../../lambda/ntp/packet';
import type { Sampled } from '../../../lambda/ntp/sampling';
import { exchange, reply } from '../../../testkit/ntp/sample-builder';

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

function failedToSend(code: string, byPeer = false): Symptoms {
  return symptoms({ lastFailure: { kind: 'send-failed', code, message: `send ${code}`, byPeer } });
}

function cameInstead(stray: Partial<Stray>): Stray {
  return { because: 'malformed', from: '192.0.2.1:123', bytes: 48, header: Buffer.alloc(48), ...stray };
}

describe('A server is unusable, and why', () => {
  const CASES: [reason: string, seen: Symptoms, explanation: string][] = [
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
      symptoms(
        { lastFailure: { kind: 'timeout' } },
        { ignored: { malformed: 3, late: 1 }, stray: cameInstead({ bytes: 52 }) },
      ),
      'only packets that had to be ignored (3 malformed, 1 late): 192.0.2.1:123 sent 52 bytes where 48 are due',
    ],
    ['network', failedToSend('ENETUNREACH'), 'could not be sent (send ENETUNREACH)'],
    ['network', failedToSend('EHOSTUNREACH', true), 'firewall prohibits the request (by ICMP, EHOSTUNREACH)'],
    ['network', failedToSend('EACCES', true), 'firewall prohibits the request (by ICMP, EACCES)'],
    ['network', failedToSend('EPERM'), 'firewall prohibits the request (on this host, EPERM)'],
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
      'timeout',
      symptoms({ lastFailure: { kind: 'timeout' } }, { answeredAgoMs: 60_400 }),
      'it answered 60 s ago and is silent now: probably it limits how often it is asked, or it went down',
    ],
    [
      'timeout',
      symptoms({ lastFailure: { kind: 'timeout' } }, { answeredAgoMs: -360_000 }),
      'it answered in an earlier run and is silent now',
    ],
    [
      'timeout',
      symptoms({
        lastFailure: { kind: 'timeout' },
        tried: [{ address: { ip: '2001:db8::1', family: 6, port: 123 }, failure: { kind: 'port-closed' } }],
      }),
      'check that UDP can reach it; asked in vain, too: [2001:db8::1]:123 (port-closed)',
    ],
    [
      'deadline',
      symptoms({ requests: 1, cutShort: true, lastFailure: { kind: 'timeout' } }),
      'over before the server answered (1 sent); give the function a longer timeout',
    ],
  ];

  test.each(CASES)('%s: %#', (reason, seen, explanation) => {
    expect(diagnose(seen)).toEqual({ reason, explanation: expect.stringContaining(explanation) });
  });

  test.each(DIAGNOSES)('The diagnosis $reason has a row here', ({ explain }) => {
    expect(CASES.some(([, seen]) => explain(seen) !== undefined)).toBe(true);
  });
});

describe('What came instead of an answer is told:', () => {
  const inMode = (mode: number) => encodePacket(reply({ mode }));
  test.each<[string, Partial<Stray>, string]>([
    [
      'an answer from another address',
      { because: 'wrong-source', from: '192.0.2.9:123' },
      '192.0.2.9:123 answered instead of the address that was asked; ask that one',
    ],
    ['a stranger', { because: 'forged' }, 'carries no timestamp of ours'],
    ['something that is no NTP', { bytes: 5 }, '5 bytes where 48 are due; check what listens on that port'],
    [
      'a reply with a MAC',
      { bytes: 68 },
      '68 bytes where 48 are due; turn off what it adds that nobody asked for',
    ],
    ['a mirror', { header: inMode(3) }, 'a packet in mode 3 (client) where 4 (server) is due'],
    ['a broadcast', { header: inMode(5) }, 'a packet in mode 5 (broadcast) where 4 (server) is due'],
    ['another version', { header: encodePacket(reply({ version: 5 })) }, 'a packet of version 5'],
    [
      'a reply without its times',
      { header: encodePacket(reply()) },
      'a reply without its receive or transmit time',
    ],
  ])('%s', (_name, stray, explanation) => {
    const seen = symptoms({ lastFailure: { kind: 'timeout' } }, { stray: cameInstead(stray) });
    expect(diagnose(seen)).toEqual({
      reason: 'bad-packet',
      explanation: expect.stringContaining(explanation),
    });
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
