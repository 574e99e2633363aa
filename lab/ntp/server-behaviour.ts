import { randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { LEAP_UNKNOWN, MODE, type Packet } from '../../lambda/ntp/packet';
import { fromMs, msSince, type NtpTimestamp } from '../../lambda/ntp/timestamp';

/** One reply on its way out, as the traits below shape it. */
export interface OutgoingReply {
  /** Every field but the transmit timestamp, which is taken just before sending. */
  packet: Packet;
  /** The transmit timestamp to write, from the server's clock at the instant of sending (ms). */
  transmit: (sendMs: number) => NtpTimestamp;
  /** What happens to the encoded packet. */
  mangle: (bytes: Buffer) => Buffer;
  /** How long the network holds the reply back after it was stamped, ms. */
  delayMs: number;
  /** How often it is sent; 0: never. */
  copies: number;
  fromAnotherPort: boolean;
}

interface Trait<Value> {
  /** What a server with this trait does, for people. */
  about: string;
  apply: (reply: OutgoingReply, value: Value, request: Packet) => OutgoingReply;
}

/** What chronyd adds to its dispersion while it hears nothing; ntpsec adds 15. */
const HOLDOVER_PPM = 1;

const NEVER: NtpTimestamp = { seconds: 0, fraction: 0 };

/**
 * Everything that a server can do, well or badly, in the order in which it is applied. A further trait is one
 * entry here; its key and the type of its value become part of `ServerBehaviour`.
 */
const TRAITS = {
  stratum: trait<number>('claims this stratum', (reply, stratum) => withFields(reply, { stratum })),
  leap: trait<number>('announces this leap indicator, 0 to 3', (reply, leap) => withFields(reply, { leap })),
  refId: trait<string>('names this reference: up to 4 characters, or an IPv4 address', (reply, refId) =>
    withFields(reply, { refId: refIdBytes(refId) }),
  ),
  precision: trait<number>('claims this precision, log2 s', (reply, precision) =>
    withFields(reply, { precision }),
  ),
  rootDelayMs: trait<number>('claims this root delay', (reply, rootDelayMs) =>
    withFields(reply, { rootDelayMs }),
  ),
  rootDispersionMs: trait<number>('claims this root dispersion', (reply, rootDispersionMs) =>
    withFields(reply, { rootDispersionMs }),
  ),
  upstreamLostAtMs: trait<number>(
    'has heard nothing of its upstream since then, ms since 1970: its reference timestamp stands still',
    (reply, lostAtMs) => {
      const { receive, rootDispersionMs } = reply.packet;
      const grownMs = Math.max(msSince(receive, lostAtMs), 0) * HOLDOVER_PPM * 1e-6;
      return withFields(reply, {
        reference: fromMs(0, lostAtMs),
        rootDispersionMs: rootDispersionMs + grownMs,
      });
    },
  ),
  smearing: trait<boolean>("smears a leap second, under chrony's reference id for it", (reply) =>
    withFields(reply, { refId: refIdBytes('127.127.1.255') }),
  ),
  unsynchronised: trait<boolean>('has lost its upstream', (reply) =>
    withFields(reply, { leap: LEAP_UNKNOWN, stratum: 0, refId: refIdBytes(''), reference: NEVER }),
  ),
  kiss: trait<string>('answers with this kiss code (RFC 5905, section 7.4)', (reply, code, request) => ({
    // ntpd stamps a kiss with the client's own time, so that no offset can be computed from it.
    ...withFields(reply, {
      leap: LEAP_UNKNOWN,
      stratum: 0,
      refId: refIdBytes(code),
      receive: request.transmit,
    }),
    transmit: () => request.transmit,
  })),
  mode: trait<number>('answers in this mode instead of 4 (server)', (reply, mode) =>
    withFields(reply, { mode }),
  ),
  forged: trait<boolean>("does not know the request: the origin timestamp isn't the client's", (reply) =>
    withFields(reply, { origin: complement(reply.packet.origin) }),
  ),
  zeroTransmit: trait<boolean>('leaves the transmit timestamp zero', (reply) => ({
    ...reply,
    transmit: () => NEVER,
  })),
  holdMs: trait<number>(
    'claims to have held the request this much longer: a negative delay',
    (reply, ms) => ({
      ...reply,
      transmit: (sendMs) => reply.transmit(sendMs + ms),
    }),
  ),
  garbageBytes: trait<number>('sends so many random bytes', (reply, size) => ({
    ...reply,
    mangle: () => randomBytes(size),
  })),
  cutToBytes: trait<number>('sends only the first so many bytes', (reply, size) => ({
    ...reply,
    mangle: (bytes) => reply.mangle(bytes).subarray(0, size),
  })),
  padToBytes: trait<number>('appends zeros up to so many bytes', (reply, size) => ({
    ...reply,
    mangle: (bytes) => Buffer.concat([reply.mangle(bytes)], size),
  })),
  lateMs: trait<number>('is held up on its way back by so many ms', (reply, delayMs) => ({
    ...reply,
    delayMs,
  })),
  copies: trait<number>('arrives so many times', (reply, copies) => ({ ...reply, copies })),
  fromAnotherPort: trait<boolean>('comes from another port than was asked', (reply) => ({
    ...reply,
    fromAnotherPort: true,
  })),
  silent: trait<boolean>('sends nothing', (reply) => ({ ...reply, copies: 0 })),
};

type Traits = typeof TRAITS;
type ValueOf<T> = T extends Trait<infer Value> ? Value : never;

/** How a server answers: plain data. What is left out is as an honest stratum 1 server does it. */
export type ServerBehaviour = { [Key in keyof Traits]?: ValueOf<Traits[Key]> | undefined } & {
  /** How far its clock is ahead of true time, ms. */
  offsetMs?: number | undefined;
  /** How much too fast its clock runs, microseconds a second. */
  driftPpm?: number | undefined;
  /** Replies that are sent before its own: `[{ forged: true }]` is a forger who is faster than the server. */
  preceding?: ServerBehaviour[] | undefined;
};

/**
 * The replies to one request, in the order in which they leave.
 *
 * @param receive the server's clock at the request's arrival
 * @param timestamp turns the server's clock (ms) into a timestamp
 */
export function replies(
  behaviour: ServerBehaviour,
  request: Packet,
  receive: NtpTimestamp,
  timestamp: (ms: number) => NtpTimestamp,
): OutgoingReply[] {
  const earlier = (behaviour.preceding ?? []).flatMap((each) => replies(each, request, receive, timestamp));
  const own = Object.entries(TRAITS).reduce<OutgoingReply>(
    (reply, [key, { apply }]) => {
      const value = behaviour[key as keyof Traits];
      return value === undefined || value === false
        ? reply
        : (apply as Trait<unknown>['apply'])(reply, value, request);
    },
    honestReply(request, receive, timestamp),
  );
  return [...earlier, own];
}

function honestReply(
  request: Packet,
  receive: NtpTimestamp,
  timestamp: (ms: number) => NtpTimestamp,
): OutgoingReply {
  return {
    packet: {
      leap: 0,
      version: request.version,
      mode: MODE.server,
      stratum: 1,
      poll: request.poll,
      precision: -24,
      rootDelayMs: 0,
      rootDispersionMs: 0.1,
      refId: refIdBytes('GPS'),
      reference: { seconds: receive.seconds, fraction: 0 }, // a pulse per second
      origin: request.transmit,
      receive,
      transmit: NEVER,
    },
    transmit: timestamp,
    mangle: (bytes) => bytes,
    delayMs: 0,
    copies: 1,
    fromAnotherPort: false,
  };
}

function trait<Value>(about: string, apply: Trait<Value>['apply']): Trait<Value> {
  return { about, apply };
}

function withFields(reply: OutgoingReply, fields: Partial<Packet>): OutgoingReply {
  return { ...reply, packet: { ...reply.packet, ...fields } };
}

/** RFC 5905, section 7.3: an IPv4 address, or ASCII padded with zeros on the right. */
function refIdBytes(refId: string): Buffer {
  return isIPv4(refId)
    ? Buffer.from(refId.split('.').map(Number))
    : Buffer.concat([Buffer.from(refId, 'ascii')], 4);
}

function complement({ seconds, fraction }: NtpTimestamp): NtpTimestamp {
  return { seconds: ~seconds >>> 0, fraction: ~fraction >>> 0 };
}
