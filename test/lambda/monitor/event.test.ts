import { type MonitorEvent, parseEvent } from '../../../lambda/monitor/event';
import { SERVER_DEFAULTS } from '../../../lambda/monitor/server-keys';
import { UNUSUAL_OPTIONS } from '../../../testkit/function/sample-readings';

const HOSTS = ['a.test', 'b.test', 'c.test'];

/** A good event, but for what is given. */
function event(fields: Record<string, unknown> = {}): unknown {
  return { monitor: 'm', servers: HOSTS.map((host) => ({ host })), ...fields };
}

/** A good event whose second server is as given. */
function withServer(server: unknown): unknown {
  return event({ servers: [{ host: 'a.test' }, server, { host: 'c.test' }, { host: 'd.test' }] });
}

describe('A malformed event names the path, the value and what was expected', () => {
  test.each<[unknown, string]>([
    [undefined, 'event is missing; expected an object.'],
    [null, 'event is null; expected an object.'],
    ['text', 'event is "text"; expected an object.'],
    [[], 'event is []; expected an object.'],
    [{}, 'servers is missing; expected a list of at least one server.'],
    [event({ servers: [] }), 'servers is []; expected a list of at least one server.'],
    [event({ servers: { host: 'a' } }), 'servers is {"host":"a"}; expected a list of at least one server.'],
    [event({ monitor: undefined }), 'monitor is missing; expected printable ASCII of 1 to 255 characters'],
    [event({ monitor: ' ' }), 'monitor is " "; expected printable ASCII of 1 to 255 characters'],
    [event({ monitor: 7 }), 'monitor is 7; expected printable ASCII of 1 to 255 characters'],
    [event({ limitMs: 0 }), 'limitMs is 0; expected a number of milliseconds above 0.'],
    [event({ limitMs: -50 }), 'limitMs is -50; expected a number of milliseconds above 0.'],
    [event({ limitMs: '50' }), 'limitMs is "50"; expected a number of milliseconds above 0.'],
    [event({ limitMs: Number.NaN }), 'limitMs is null; expected a number of milliseconds above 0.'],
    [event({ limitMS: 3 }), 'limitMS is 3; expected one of the keys monitor, limitMs, reference'],
    [withServer({ host: 'b', prot: 5 }), 'servers[1].prot is 5; expected one of the keys host, name, port'],
    [event({ defaults: { name: 'x' } }), 'defaults.name is "x"; expected one of the keys port, role'],
    [event({ history: 1 }), 'history is 1; expected true or false.'],
    [event({ maintenance: {} }), 'maintenance is {}; expected a list of windows.'],
    [
      event({ maintenance: [{ at: 'garbage', minutes: 60 }] }),
      'maintenance[0] is {"at":"garbage","minutes":60};',
    ],
    [
      event({ maintenance: [{ cron: 7, minutes: 60 }] }),
      'maintenance[0] is {"cron":7,"minutes":60}; expected "minutes", and "cron"',
    ],
    [
      event({ maintenance: [{ cron: '0 2 * * *', minutes: 60, timeZone: 'Mars/X' }] }),
      '"Mars/X"}; expected "minutes", and "cron" or "at", as in monitor.json',
    ],
    [
      event({ maintenance: [{ cron: '0 2 * * *' }] }),
      'maintenance[0] is {"cron":"0 2 * * *"}; expected "minutes"',
    ],
    [event({ maintenance: [{ cron: '0 2 * * *', minutes: '60' }] }), '"minutes":"60"}; expected "minutes"'],
    [event({ maintenance: [{ every: 5 }] }), 'maintenance[0].every is 5; expected one of the keys cron, at'],
    [event({ reference: 'gps' }), 'reference is "gps"; expected "consensus", "clock" or {"server": NAME}.'],
    [event({ reference: {} }), 'reference.server is missing; expected the name of one of the servers.'],
    [
      event({ reference: { server: 'a.test', port: 1 } }),
      'reference.port is 1; expected one of the keys server.',
    ],
    [
      event({ reference: { server: 'z' } }),
      'reference.server is "z"; expected the name of one of the servers.',
    ],
    [event({ maxVoterDistanceMs: 0 }), 'maxVoterDistanceMs is 0; expected a number of milliseconds above 0.'],
    [withServer({ host: 'b', freeRunning: 1 }), 'servers[1].freeRunning is 1; expected true or false.'],
    [
      withServer({ host: 'b', severity: 'none' }),
      'servers[1].severity is "none"; expected "page" or "warn".',
    ],
    [withServer(7), 'servers[1] is 7; expected an object.'],
    [withServer(null), 'servers[1] is null; expected an object.'],
    [withServer({}), 'servers[1].host is missing; expected a text that is not empty.'],
    [withServer({ host: '' }), 'servers[1].host is ""; expected a text that is not empty.'],
    [
      withServer({ host: 'b', name: '' }),
      'servers[1].name is ""; expected printable ASCII of 1 to 255 characters',
    ],
    [withServer({ host: 'b', name: 'Zürich' }), 'servers[1].name is "Zürich"; expected printable ASCII'],
    [withServer({ host: 'b', port: 0 }), 'servers[1].port is 0; expected a UDP port from 1 to 65535.'],
    [
      withServer({ host: 'b', port: 65536 }),
      'servers[1].port is 65536; expected a UDP port from 1 to 65535.',
    ],
    [withServer({ host: 'b', port: 1.5 }), 'servers[1].port is 1.5; expected a UDP port from 1 to 65535.'],
    [
      withServer({ host: 'b', port: '123' }),
      'servers[1].port is "123"; expected a UDP port from 1 to 65535.',
    ],
    [
      withServer({ host: 'b', role: 'voter' }),
      'servers[1].role is "voter"; expected "reference" or "target".',
    ],
    [withServer({ host: 'b', pacing: 'slow' }), 'servers[1].pacing is "slow"; expected "polite" or "fast".'],
    [withServer({ host: 'b', smeared: 'yes' }), 'servers[1].smeared is "yes"; expected true or false.'],
    [
      withServer({ host: 'b', limitMs: 0 }),
      'servers[1].limitMs is 0; expected a number of milliseconds above 0.',
    ],
    [withServer({ host: 'a.test' }), 'servers[].name is "a.test"; expected a name that no other server has.'],
    [
      withServer({ host: 'b', name: 'd.test' }),
      'servers[].name is "d.test"; expected a name that no other server has.',
    ],
    [
      event({ servers: [{ host: 'a' }, { host: 'b' }, { host: 'c', role: 'target' }] }),
      'servers[].role is "2 voting servers"; expected at least 3, or "reference": "clock".',
    ],
    [
      withServer({ host: 'b', smeared: true }),
      'servers[1].smeared is true; expected voters that all smear leap seconds or none; give this one "role": "target".',
    ],
  ])('%j', (malformed, message) => {
    expect(() => parseEvent(malformed)).toThrow(message);
  });

  test('and the remedy', () => {
    expect(() => parseEvent({})).toThrow("Invoke the function with the schedule's own Input");
  });
});

describe('A good event', () => {
  test('has every default filled in', () => {
    expect(parseEvent(event())).toEqual({
      monitor: 'm',
      limitMs: 50,
      reference: 'consensus',
      maxVoterDistanceMs: 250,
      history: true,
      intervalMs: 60_000,
      maintenance: [],
      servers: HOSTS.map((host) => ({
        host,
        name: host,
        ...SERVER_DEFAULTS,
      })),
    });
  });

  test('keeps everything that it says', () => {
    const full: MonitorEvent = {
      monitor: 'm',
      limitMs: 1,
      reference: { server: 'n' },
      maxVoterDistanceMs: 400,
      history: false,
      intervalMs: 300_000,
      maintenance: [{ at: '2026-12-24T02:00', minutes: 60, servers: ['n'] }],
      servers: [{ host: '::1', name: 'n', ...UNUSUAL_OPTIONS }],
    };
    expect(parseEvent(full)).toEqual(full);
  });

  test('gives its limit to the servers that have none of their own', () => {
    const plan = parseEvent(
      event({ limitMs: 7, servers: [...HOSTS.map((host) => ({ host })), { host: 'd', limitMs: 9 }] }),
    );
    expect(plan.servers.map((server) => server.limitMs)).toEqual([7, 7, 7, 9]);
  });

  test('may have one host under several names', () => {
    const servers = HOSTS.map((name) => ({ host: '192.0.2.1', name }));
    expect(parseEvent(event({ servers })).servers.map((server) => server.name)).toEqual(HOSTS);
  });

  test.each<[what: string, event: unknown]>([
    ['all voters', event({ servers: HOSTS.map((host) => ({ host, smeared: true })) })],
    ['all voters, by the defaults', event({ defaults: { smeared: true } })],
    ['a server without a vote', withServer({ host: 'b', role: 'target', smeared: true })],
    [
      'some of the servers that the clock judges',
      event({ reference: 'clock', servers: ['a', { host: 'b', smeared: true }] }),
    ],
  ])('may have %s smear leap seconds', (_what, smearing) => {
    expect(() => parseEvent(smearing)).not.toThrow();
  });

  test('needs no voters when the clock is the reference', () => {
    const servers = [{ host: 'a', role: 'target' }];
    expect(parseEvent(event({ reference: 'clock', servers })).servers).toHaveLength(1);
  });

  test('stays as it was', () => {
    const given = event();
    const before = structuredClone(given);
    parseEvent(given);
    expect(given).toEqual(before);
  });
});
