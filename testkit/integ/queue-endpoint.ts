import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { close, LOOPBACK, listen } from '../../lab/aws/loopback';

/** A queue of SQS on loopback, as far as the integration test asks it: AWS JSON 1.0 over HTTP. */
export class QueueEndpoint {
  private readonly bodies: string[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      request.resume().on('end', () => {
        const target = String(request.headers['x-amz-target']);
        const answer = target.endsWith('.ReceiveMessage') ? { Messages: this.take() } : { Successful: [] };
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
      });
    });
  }

  static async start(): Promise<QueueEndpoint> {
    const server = createServer();
    await listen(server, 0);
    return new QueueEndpoint(server);
  }

  get url(): string {
    return `http://${LOOPBACK}:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts a message into it as SNS does: in an envelope. */
  deliver(message: string): void {
    this.bodies.push(JSON.stringify({ Type: 'Notification', Message: message }));
  }

  close(): Promise<void> {
    return close(this.server);
  }

  private take(): object[] {
    return this.bodies.splice(0, 10).map((Body) => ({
      MessageId: randomUUID(),
      ReceiptHandle: randomUUID(),
      Body,
      MD5OfBody: createHash('md5').update(Body).digest('hex'),
    }));
  }
}
