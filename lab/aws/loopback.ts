import { once } from 'node:events';
import type { Server } from 'node:http';

/** Where everything of the lab listens: on this machine, for this machine. */
export const LOOPBACK = '127.0.0.1';

/** @param port 0: any free one @throws Error when the port is taken */
export async function listen(server: Server, port = 0): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, LOOPBACK);
  await listening;
}

/** Ends a server and its connections. */
export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
