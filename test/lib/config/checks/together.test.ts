import { manyServers, monitorJson, refusal, SERVERS, withFirst } from '../../../../testkit/stack/synthesise';

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
    ...(
      [
        ['2001:db8::1', '2001:DB8:0::1'],
        ['2001:db8::1', '2001:0db8::1'],
        ['192.0.2.1', '::ffff:192.0.2.1'],
        ['192.0.2.1', '::ffff:c000:201'],
        ['a.example', 'A.example.'],
      ] as const
    ).map(([one, other]): [string, unknown, string] => [
      `one server as ${one} and as ${other}`,
      monitorJson({ servers: [{ host: one }, ...SERVERS.slice(1), { host: other, name: 'other' }] }),
      `servers[3].host is "${other}" with port 123, which is servers[0] already; expected each server once; remove one`,
    ]),
    [
      'names that the CDK makes one of',
      monitorJson({ servers: [...SERVERS, { host: 'd', name: 'a--b' }, { host: 'e', name: 'a/b' }] }),
      'servers[4].name is "a/b" beside servers[3] with "a--b"; expected names that differ in more than "/" and "--"',
      'give one of the two a different "name"',
    ],
    [
      'a subnet twice',
      monitorJson({ vpc: { id: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2', 'subnet-1'] } }),
      'vpc.subnetIds is ["subnet-1","subnet-2","subnet-1"]; expected each subnet once; remove the id that is repeated',
    ],
    [
      'an address that begins with colons as its own name',
      withFirst({ host: '::1', name: undefined }),
      'servers[0].host is "::1", which can\'t be its name: CloudWatch takes none that begins with a colon; expected a "name"',
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
      monitorJson({ schedule: 'rate(25 hours)' }),
      'schedule is "rate(25 hours)", with runs up to 1500 min apart; expected at most 1440 min',
    ],
    [
      'pauses of months',
      monitorJson({ schedule: 'cron(0/5 6-23 ? JAN MON-FRI *)' }),
      'min apart; expected at most 1440 min',
    ],
    [
      'pauses with too little between them',
      monitorJson({ schedule: 'cron(0,30 8,20 * * ? *)' }),
      'or pauses that come again every week, with 5 runs or more between them that last longer than 2 runs and 10 min',
    ],
    [
      'uneven runs',
      monitorJson({ schedule: 'cron(0,5 * * * ? *)' }),
      'runs up to 55 min apart; expected runs spaced evenly, the longest gap at most 2 times the shortest (5 min)',
    ],
    [
      'more servers than a stack holds',
      monitorJson({ servers: manyServers(151), detail: 'full' }),
      'servers is a list of 151; expected at most 140',
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

  test("a run of a fleet's shard that can't, beside shorter ones", () => {
    const targets = manyServers(21_000).map((server) => ({ ...server, role: 'target' }));
    expect(refusal(monitorJson({ servers: [...SERVERS, ...targets] }), 20_000)).toMatch(
      /servers is a list whose run may take (2\d|3\d) s; expected a run within the function's timeout of 20 s/,
    );
  });

  test('runs that would overlap', () => {
    expect(refusal(monitorJson(), 90_000)).toContain(
      'schedule is "rate(1 minute)", which starts a run every 60 s; expected an interval of at least',
    );
  });
});

describe('accepted, for there is a difference', () => {
  test.each<[name: string, input: unknown]>([
    [
      'as many servers as there are, each in the run of its own shard',
      servers(...manyServers(21_000).map((server) => ({ ...server, role: 'target', pacing: 'fast' }))),
    ],
    ['one address with two ports', servers({ host: '2001:db8::1' }, { host: '2001:db8:0::1', port: 1123 })],
    ['two zones of a link-local address', servers({ host: 'fe80::1%eth0' }, { host: 'fe80::1%eth1' })],
    [
      'an IPv4 address and the IPv6 one that looks like it',
      servers({ host: '1.2.3.4' }, { host: '1:2:3::4' }),
    ],
    [
      'slashes in names of a fleet, which are no constructs',
      { ...servers({ host: 'd', name: 'a--b' }, { host: 'e', name: 'a/b' }), detail: 'fleet' },
    ],
  ])('%s', (_name, input) => {
    expect(refusal(input)).toBe('accepted');
  });

  function servers(...more: object[]) {
    return monitorJson({ servers: [...SERVERS, ...more] });
  }
});
