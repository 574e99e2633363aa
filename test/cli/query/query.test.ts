import { NtpServer } from '../../../lab/ntp/ntp-server';
import { ntpDrift } from '../../../testkit/ntp-drift-process';

describe('ntp-drift query', () => {
  const servers: NtpServer[] = [];
  const start = async (options: Parameters<typeof NtpServer.start>[0]): Promise<string> => {
    const server = await NtpServer.start(options);
    servers.push(server);
    return server.host.includes(':') ? `[${server.host}]:${server.port}` : `${server.host}:${server.port}`;
  };

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it.each([
    ['no server', ['query'], "missing required argument 'HOST[:PORT]'"],
    [
      'a bad port',
      ['query', 'host:99999'],
      "error: argument 'host:99999' is invalid; expected HOST, HOST:PORT or [IPv6]:PORT",
    ],
    ['a mistyped command', ['quary'], 'Did you mean query?'],
    ['a mistyped option', ['query', 'host', '--jsn'], 'Did you mean --json?'],
    ['too many samples', ['query', 'host', '--samples', '99'], 'expected a whole number from 1 to 8'],
    ['a wait that is longer than timers take', ['query', 'host', '--timeout', '1e7'], '60 at most'],
    ['a pause that is longer than timers take', ['watch', 'host', '--every', '1e7'], '86400 at most'],
    [
      'two formats at once',
      ['query', 'host', '--json', '--csv'],
      "'--csv' cannot be used with option '--json'",
    ],
    [
      'a negative limit',
      ['query', 'host', '--limit', '-1'],
      "argument '-1' is invalid; expected a number above 0\nAdd --help",
    ],
  ])('says what is wrong with %s and exits with 2', async (_case, args, message) => {
    const { printed, exitCode } = await ntpDrift(...args);

    expect(printed).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('names the reason and exits with 1 when a server fails, and still shows the others', async () => {
    const right = await start({});
    const unsynchronised = await start({ behaviour: { unsynchronised: true } });

    const { printed, exitCode } = await ntpDrift('query', right, unsynchronised);

    expect(exitCode).toBe(1);
    expect(printed).toMatch(new RegExp(`^  ${unsynchronised} .* unsynchronised  unusable$`, 'm'));
    expect(printed).toMatch(new RegExp(`^  ${right} .* uncertain$`, 'm'));
    expect(printed).toContain('reference time needs 2 of 2 voting servers that agree, and 1 can vote');
  });

  it("prints everything that ntplib's client knows, numbers with their texts", async () => {
    const server = await start({ behaviour: { stratum: 1, refId: 'GPS', offsetMs: 80 } });

    const { printed, exitCode } = await ntpDrift('query', server, '--fast');

    expect(exitCode).toBe(1);
    expect(printed).toMatch(
      /this clock is (79|80)\.\d{3} ms slow \(± \S+ ms\), outside the limit of 50 ms\./,
    );
    expect(printed).toMatch(/time {14}\d{4}-\d\d-\d\dT[\d:]{8}\.\d{9}Z/);
    expect(printed).toMatch(/offset {12}\+(79|80)\.\d{3} ms {2}the server is ahead of this clock/);
    expect(printed).toMatch(/uncertainty {7}\d+\.\d{3} ms$/m);
    for (const label of ['delay', 'root delay', 'root dispersion', 'version', 'poll', 'precision']) {
      expect(printed).toMatch(new RegExp(`^  ${label} +\\S`, 'm'));
    }
    expect(printed).toMatch(/leap +0 {2}no leap second announced/);
    expect(printed).toMatch(/mode +4 {2}server/);
    expect(printed).toMatch(/stratum +1 {2}primary server, on a reference clock/);
    expect(printed).toMatch(/reference id +GPS {2}Global Positioning System/);
    for (const label of ['origin (T1)', 'receive (T2)', 'transmit (T3)', 'destination (T4)']) {
      expect(printed).toContain(label);
    }
  });

  it('judges several servers against the time that most agree on, over IPv4 and IPv6', async () => {
    const right = await Promise.all([start({}), start({}), start({ host: '::1' })]);
    const ahead = await start({ behaviour: { offsetMs: 250 } });

    const { printed, exitCode } = await ntpDrift(
      'query',
      ...right,
      ahead,
      '--json',
      '--fast',
      '--samples',
      '4',
    );

    const { reference, servers: readings } = JSON.parse(printed);
    expect(exitCode).toBe(1);
    expect(reference.truechimers).toEqual(right);
    expect(reference.falsetickers).toEqual([{ server: ahead, offsetMs: expect.closeTo(250, 0) }]);
    expect(readings.map((reading: { verdict: string }) => reading.verdict)).toEqual([
      'within',
      'within',
      'within',
      'outside',
    ]);
    expect(readings[3].texts).toMatchObject({ mode: 'server' });
    expect(readings[3].time).toBe(readings[3].packet.transmitTime);
  });

  it('names a few of many in a sentence, and shows no empty packet of one that is silent', async () => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => start({})));
    const { printed } = await ntpDrift('query', ...servers, '--fast', '--samples', '1');
    expect(printed).toMatch(/by the consensus of \S+, \S+, \S+ and 2 more\.$/m);

    const silent = await start({ behaviour: { silent: true } });
    const one = await ntpDrift('query', silent, '--fast', '--samples', '1', '--timeout', '0.05');
    expect(one.printed.trim().split('\n')).toHaveLength(1);
  });
});
