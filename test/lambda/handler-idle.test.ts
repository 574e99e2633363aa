import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../../lambda/handler';
import { captureLog, context, eventOf, pointSdkTo } from '../../testkit/function/invocation';
import { closeAll, closeLater, startServer } from '../../testkit/function/test-network';

/** What happened, in order: a server's name for each request, and the SDK's loading. */
const mockEvents: string[] = [];

jest.mock('@aws-sdk/client-cloudwatch', () => {
  mockEvents.push('SDK');
  return jest.requireActual('@aws-sdk/client-cloudwatch');
});

/** Takes whatever it is given: unlike the lab's stand-in it has no use for the SDK of its own. */
async function startEndpoint(): Promise<void> {
  const endpoint = createServer((request, response) => {
    request.resume().once('end', () => response.end('{}'));
  });
  const listening = once(endpoint, 'listening');
  endpoint.listen(0, '127.0.0.1');
  await listening;
  closeLater({ close: () => endpoint.close().closeAllConnections() });
  pointSdkTo(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`);
}

afterAll(closeAll);

const NAMES = ['a', 'b', 'c'];
const ROUNDS = 4;

test('The SDK is loaded while nothing is waited for: after the first round, before the last', async () => {
  await startEndpoint();
  const servers = await Promise.all(NAMES.map(() => startServer({ lateMs: 20 })));
  for (const [i, server] of servers.entries()) {
    server.on('request', () => mockEvents.push(NAMES[i]!));
  }
  const event = eventOf(servers);
  for (const server of event.servers) {
    server.pacing = 'polite';
  }

  const { outcome } = await captureLog(() => handler(event, context()));

  expect(outcome.status).toBe('fulfilled');
  expect(mockEvents.filter((each) => each === 'SDK')).toHaveLength(1);
  expect(mockEvents).toHaveLength(ROUNDS * NAMES.length + 1);
  const roundsBefore = mockEvents.indexOf('SDK') / NAMES.length;
  expect([1, 2, 3]).toContain(roundsBefore); // whole rounds: none is under way
});
