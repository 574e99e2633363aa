import type { AcceptedRequest } from '../../lab/aws/cloudwatch-endpoint';
import { handler } from '../../lambda/handler';
import { startCloudWatch } from '../../testkit/function/accepting-cloudwatch';
import { captureLog, context, eventOf } from '../../testkit/function/invocation';
import { closeAll, startServer } from '../../testkit/function/test-network';

let accepted: AcceptedRequest[] = [];

beforeAll(async () => {
  const cloudWatch = await startCloudWatch();
  cloudWatch.on('accepted', (request) => accepted.push(request));
});
beforeEach(() => {
  accepted = [];
});
afterAll(closeAll);

/** What CloudWatch accepted: values with counts as their number, all else as its value. */
function arrived(): Record<string, number> {
  const points = accepted.flatMap((request) => request.points);
  return Object.fromEntries(
    points.map(({ metricName, dimensions: { Monitor: _, ...others }, value, values }) => [
      [metricName, ...Object.values(others)].join(' '),
      metricName === 'AbsoluteOffset' ? values.reduce((sum, { count }) => sum + count, 0) : value,
    ]),
  );
}

/** Three voters that are right, a target that is silent and one that is 300 ms ahead. */
async function fleetEvent(number: number) {
  const servers = await Promise.all(
    [{}, {}, {}, { silent: true }, { offsetMs: 300 }].map((behaviour) => startServer(behaviour)),
  );
  const event = eventOf(servers, { detail: 'fleet', shard: { number, of: 2 } });
  for (const target of event.servers.slice(3)) {
    target.role = 'target';
  }
  return event;
}

test('the first shard publishes the fleet, its voters among it, and who is not well', async () => {
  const event = await fleetEvent(1);
  await captureLog(() => handler(event, context(3000)));
  expect(arrived()).toMatchObject({
    Truechimers: 3,
    AbsoluteOffset: 4,
    Servers: 5,
    ServersWithin: 3,
    ServersOutside: 1,
    ServersUnusable: 1,
    'ServersUnusable deadline': 1, // within a second and a half nobody can be proven silent
    'ServersUnusable other': 0,
    'Usable d': 0,
    'Usable e': 1,
    'Offset e': expect.closeTo(300, 0),
  });
  expect(Object.keys(arrived()).filter((name) => / [abc]$/.test(name))).toEqual([]);
});

test('another shard asks the voters for reference time, and leaves them to the first', async () => {
  const event = await fleetEvent(2);
  const { lines } = await captureLog(() => handler(event, context(6000)));
  expect(arrived()).toMatchObject({ Servers: 2, ServersWithin: 0, ServersOutside: 1, AbsoluteOffset: 1 });
  expect(arrived()).toMatchObject({ ShardsWithoutReference: 0 });
  expect(arrived()).not.toHaveProperty('Truechimers');
  expect(lines.map(({ server, repeated }) => [server, repeated])).toEqual([
    ['a', true],
    ['b', true],
    ['c', true],
    ['d', undefined],
    ['e', undefined],
    [undefined, undefined],
  ]);
});
