import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4, SocketAddress } from 'node:net';

const TYPE = { A: 1, AAAA: 28 } as const;
/** RFC 1035, section 4.1.1. */
const RCODE = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;
const IN = 1;

/** What a name server says of a name: addresses (an empty list: no such record), an error, or nothing at all. */
type Records = string[] | keyof typeof RCODE | 'silence';
export type Zone = Record<string, { A: Records; AAAA: Records }>;

/**
 * A DNS server on loopback for a handful of names (RFC 1035), for queries of one question.
 * @param delayMs how long it takes to answer
 * @param lost how many queries are lost at first
 */
export async function startDnsServer(
  zone: Zone,
  delayMs = 0,
  lost = 0,
): Promise<{ address: string; close(): void }> {
  const socket = createSocket('udp4');
  const timers = new Set<NodeJS.Timeout>();
  let queries = 0;
  socket.on('message', (query, client) => {
    queries += 1;
    const { name, type, end } = question(query);
    const records = type === undefined ? [] : (zone[name]?.[type] ?? 'NXDOMAIN');
    if (records !== 'silence' && queries > lost) {
      const reply = answer(query.subarray(0, end), type, records);
      timers.add(setTimeout(() => socket.send(reply, client.port, client.address), delayMs));
    }
  });
  const close = () => {
    for (const timer of timers) {
      clearTimeout(timer);
    }
    socket.close();
  };
  const listening = once(socket, 'listening');
  socket.bind(0, '127.0.0.1');
  await listening;
  return { address: `127.0.0.1:${socket.address().port}`, close };
}

function question(query: Buffer): { name: string; type: keyof typeof TYPE | undefined; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const asked = query.readUInt16BE(at + 1);
  const type = asked === TYPE.A ? 'A' : asked === TYPE.AAAA ? 'AAAA' : undefined;
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function answer(
  asked: Buffer,
  type: keyof typeof TYPE | undefined,
  records: Exclude<Records, 'silence'>,
): Buffer {
  const found = typeof records === 'string' ? [] : records;
  const header = Buffer.from(asked.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (typeof records === 'string' ? RCODE[records] : 0), 2);
  header.writeUInt16BE(found.length, 6);
  header.fill(0, 8, 12);
  return Buffer.concat([
    header,
    asked.subarray(12),
    ...found.map((address) => {
      const data = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : addressBytes(address);
      const record = Buffer.alloc(12);
      record.writeUInt16BE(0xc00c, 0); // the name of the question
      record.writeUInt16BE(TYPE[type!], 2);
      record.writeUInt16BE(IN, 4);
      record.writeUInt16BE(data.length, 10);
      return Buffer.concat([record, data]);
    }),
  ]);
}

function addressBytes(address: string): Buffer {
  const [head = '', tail] = new SocketAddress({ address, family: 'ipv6' }).address.split('::');
  const groups = (part = '') => part.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - groups(head).length - groups(tail).length }, () => '0');
  const all = [...groups(head), ...zeros, ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
