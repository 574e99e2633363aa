import { parseEvent } from '../../../lambda/monitor/event';
import { SERVER_KEY_NAMES } from '../../../lambda/monitor/server-keys';
import { parseConfig } from '../../../lib/config/load';
import { toEvents } from '../../../lib/config/schedule-input';
import { UNUSUAL_OPTIONS } from '../../../testkit/function/sample-readings';
import { monitorJson, SERVERS } from '../../../testkit/stack/synthesise';

test('what has its default is left out', () => {
  const servers = SERVERS.map(({ host }) => ({ host, name: host, port: 123, limitMs: 50, smeared: false }));
  expect(toEvents(parseConfig(monitorJson({ limitMs: 50, servers })))).toEqual([
    {
      monitor: 'test',
      badRuns: { runs: 12, everyMinutes: 1 },
      servers: SERVERS.map(({ host }) => ({ host })),
    },
  ]);
});

test('what has not is there', () => {
  const server = {
    host: '2001:db8::1',
    name: 'd',
    port: 1123,
    role: 'target',
    pacing: 'fast',
    smeared: true,
    limitMs: 1,
  };
  const [event] = toEvents(parseConfig(monitorJson({ limitMs: 100, servers: [...SERVERS, server] })));
  expect(event).toEqual({
    monitor: 'test',
    limitMs: 100,
    badRuns: { runs: 12, everyMinutes: 1 },
    servers: [...SERVERS, server],
  });
});

test("the function understands it as it was meant, a server's limit of the default value included", () => {
  const servers = [...SERVERS, { host: 'd.example', role: 'target', limitMs: 50, pacing: 'fast' }];
  const config = parseConfig(monitorJson({ limitMs: 100, servers }));
  expect(parseEvent(JSON.parse(JSON.stringify(toEvents(config)[0])))).toEqual({
    monitor: 'test',
    limitMs: 100,
    intervalMs: 60_000,
    reference: 'consensus',
    maxVoterDistanceMs: 250,
    history: true,
    maintenance: [],
    servers: config.servers,
  });
});

test.each(SERVER_KEY_NAMES)(
  'what a server says of %s reaches the function, in monitors and in fleets',
  (key) => {
    const server = { host: 'd.example', [key]: UNUSUAL_OPTIONS[key] };
    const monitor = { reference: 'clock', servers: [...SERVERS, server] };
    for (const detail of ['full', 'fleet']) {
      const config = parseConfig(monitorJson({ ...monitor, detail }));
      expect(config.servers.at(-1)).toMatchObject(server);
      const plan = parseEvent(JSON.parse(JSON.stringify(toEvents(config)[0])));
      expect(plan.servers).toEqual(config.servers);
    }
  },
);

test('everything that a run has to know reaches the function', () => {
  const window = { cron: '0 2 * * SUN', minutes: 60, servers: ['b'] };
  const servers = [...SERVERS, { host: 'd.example', severity: 'warn', freeRunning: true }];
  const input = {
    reference: { server: 'a' },
    maxVoterDistanceMs: 400,
    history: false,
    maintenance: [window],
  };
  expect(toEvents(parseConfig(monitorJson({ ...input, servers })))).toEqual([
    { monitor: 'test', ...input, badRuns: { runs: 12, everyMinutes: 1 }, servers },
  ]);
});
