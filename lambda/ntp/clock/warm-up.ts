import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { NtpClient } from '../client';
import { MODE, VERSION } from '../packet';
import { type SamplingOptions, sampleAll } from '../sampling';
import type { OpenSocket } from '../socket';

const EXCHANGES = 4;
/** A loopback exchange takes a fraction of a millisecond; a CPU share of 7 % makes it tens. */
const WARM_UP_TIMEOUT_MS = 100;

/**
 * Runs the code of an exchange a few times against an echo of our own on loopback. The first packets of a
 * process, and of one that was frozen, are late by hundreds of microseconds; these are, and no server is
 * bothered with them. Never rejects: without loopback the measurement is merely colder.
 */
export async function warmUp(openSocket: OpenSocket, clock: SamplingOptions['clock']): Promise<void> {
  const echo = createSocket('udp4');
  const client = new NtpClient(openSocket);
  try {
    echo.on('message', (request, from) => echo.send(toReply(request), from.port, from.address));
    echo.bind(0, '127.0.0.1');
    await once(echo, 'listening');
    const address = { ip: '127.0.0.1', family: 4, port: echo.address().port } as const;
    const deadlineMs = performance.now() + WARM_UP_TIMEOUT_MS;
    const target = { addresses: [address], samples: EXCHANGES, spacingMs: 0 } as const;
    await sampleAll([target], { client, clock, replyTimeoutMs: WARM_UP_TIMEOUT_MS, deadlineMs });
  } catch {
    // see above
  } finally {
    echo.close();
    await client.close();
  }
}

/** The least that the client takes for a reply: the cookie as origin, mode 4, stratum 1, times that are set. */
function toReply(request: Buffer): Buffer {
  const reply = Buffer.alloc(request.length, 1);
  reply.writeUInt8((VERSION << 3) | MODE.server, 0);
  request.copy(reply, 24, 40, 48);
  return reply;
}
