import { manyServers, monitorJson, refusal, SERVERS, withFirst } from './support';

describe('a configuration whose values are wrong together is refused with the remedy', () => {
  test.each<[name: string, input: unknown, ...lines: string[]]>([
    [
      'two servers of one name',
      withFirst({ name: 'b' }),
      'servers[1].name is "b", which servers[0] is called already; expected a name of its own for each server',
    ],
    [
      'a name that is the host of another',
      monitorJson({ servers: [{ host: 'b' }, { host: 'x', name: 'b' }, ...SERVERS.slice(2)] }),
      'servers[1].name is "b", which servers[0] is called already',
    ],
    [
      'one server under two names',
      withFirst({ host: 'B.example' }),
      'servers[1].host is "b.example" with port 123, which is servers[0] already; expected each server once',
    ],
    [
      'an address that begins with colons as its own name',
      withFirst({ host: '::1', name: undefined }),
      'servers[0].name is missing, and the host "::1" can\'t stand in for it; expected a name',
    ],
    [
      'names too long for an alarm',
      monitorJson({
        name: 'n'.repeat(150),
        servers: [{ host: 'a.example', name: 's'.repeat(51) }, ...SERVERS],
      }),
      "servers[0].name is 201 characters long together with the monitor's name; expected 200 at most",
    ],
    [
      'too few voters',
      withFirst({ role: 'target' }),
      'servers is a list with 2 voting servers; expected at least 3 with "role": "reference"',
      'set "reference": "clock"',
    ],
    [
      'a smeared voter beside others',
      withFirst({ smeared: true }),
      'servers[0].smeared is true for a voter beside voters that do not smear',
      'give this server "role": "target"',
    ],
    [
      'a wrong schedule',
      monitorJson({ schedule: 'rate(5 minute)' }),
      'schedule is "rate(5 minute)"; expected "rate(5 minutes)": singular for 1, plural for more',
    ],
    [
      'runs too far apart for alarms',
      monitorJson({ schedule: 'rate(5 hours)' }),
      'schedule is "rate(5 hours)", with runs up to 300 min apart; expected at most 240 min',
    ],
    [
      'a schedule with a pause at night',
      monitorJson({ schedule: 'cron(0/5 6-23 * * ? *)' }),
      'runs up to 365 min apart; expected at most 240 min',
    ],
    [
      'uneven runs',
      monitorJson({ schedule: 'cron(0,5 * * * ? *)' }),
      'runs up to 55 min apart; expected runs spaced evenly, the longest gap at most 2 times the shortest (5 min)',
    ],
    [
      'more servers than a stack holds',
      monitorJson({ servers: manyServers(151), detail: 'full' }),
      'servers is a list of 151; expected at most 150',
    ],
  ])('%s', (_name, input, ...lines) => {
    for (const line of lines) {
      expect(refusal(input)).toContain(line);
    }
  });

  test("a run that can't fit into the function's timeout", () => {
    expect(refusal(monitorJson(), 20_000)).toContain(
      "servers is a list whose run may take 21 s; expected a run within the function's timeout of 20 s",
    );
  });

  test('runs that would overlap', () => {
    expect(refusal(monitorJson(), 90_000)).toContain(
      'schedule is "rate(1 minute)", which starts a run every 60 s; expected an interval of at least',
    );
  });
});
