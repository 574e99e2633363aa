import type { NtpServer } from '../../../../lab/ntp/ntp-server';
import { AddressMemory } from '../../../../lambda/ntp/dns/address-memory';
import { KissOfDeathCache } from '../../../../lambda/ntp/kiss-of-death';
import type { Measured, Target } from '../../../../lambda/ntp/measure';
import { closeAll, startServer } from '../../../../testkit/function/test-network';
import { measureServers, targetOf } from '../../../../testkit/ntp/measure-servers';

afterEach(closeAll);

describe('A name with several addresses', () => {
  const IMPATIENT = { replyTimeoutMs: 100 };
  const named = (server: NtpServer): Target => ({ ...targetOf(server), host: 'many.test' });
  const leadsTo = (...addresses: string[]) => ({ resolve: async () => addresses });
  const where = ({ address, sampled }: Measured) => [
    address?.ip,
    ...(sampled.tried ?? []).map((tried) => `${tried.address.ip} ${tried.failure.kind}`),
  ];

  test.each([
    ['whose first one has a closed port', ['127.0.0.2', '127.0.0.1'], ['127.0.0.1', '127.0.0.2 port-closed']],
    [
      'whose first two have',
      ['127.0.0.2', '127.0.0.3', '127.0.0.1'],
      ['127.0.0.1', '127.0.0.2 port-closed', '127.0.0.3 port-closed'],
    ],
    [
      'whose first one has no route',
      ['255.255.255.255', '127.0.0.1'],
      ['127.0.0.1', '255.255.255.255 send-failed'],
    ],
    [
      'whose first three have, though it has a fourth',
      ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.1'],
      ['127.0.0.2', '127.0.0.3 port-closed', '127.0.0.4 port-closed'],
    ],
    [
      'of which one, that has no route, counts for nothing',
      ['127.0.0.2', '255.255.255.255', '127.0.0.3', '127.0.0.1'],
      ['127.0.0.1', '127.0.0.2 port-closed', '255.255.255.255 send-failed', '127.0.0.3 port-closed'],
    ],
    ['whose first one answers', ['127.0.0.1', '127.0.0.2'], ['127.0.0.1']],
    ['of which none answers', ['127.0.0.2', '127.0.0.3'], ['127.0.0.2', '127.0.0.3 port-closed']],
  ])('%s', async (_name, addresses, expected) => {
    const server = await startServer();
    const [measured] = await measureServers([named(server)], { ...IMPATIENT, ...leadsTo(...addresses) });
    expect(where(measured!)).toEqual(expected);
    expect(measured!.addresses!.map(({ ip }) => ip)).toEqual(addresses);
    expect(measured!.unusable === undefined).toBe(expected[0] === '127.0.0.1');
  });

  test('is told by the address that sent something, though the first one sent nothing', async () => {
    const server = await startServer({ cutToBytes: 40 });
    const [measured] = await measureServers([named(server)], {
      ...IMPATIENT,
      ...leadsTo('127.0.0.2', '127.0.0.1'),
    });
    expect(where(measured!)).toEqual(['127.0.0.2', '127.0.0.1 timeout']);
    expect(measured!.stray).toMatchObject({ from: `127.0.0.1:${server.port}`, bytes: 40 });
  });

  test('is asked over the other family before a second time over the same', async () => {
    const server = await startServer({}, '::1');
    const [measured] = await measureServers([named(server)], {
      ...IMPATIENT,
      ...leadsTo('127.0.0.2', '127.0.0.3', '::1'),
    });
    expect(where(measured!)).toEqual(['::1', '127.0.0.2 port-closed']);
    expect(measured!.sampled.samples).toHaveLength(3);
  });

  test('is asked in the next run where it answered in this one, as long as its name leads there', async () => {
    const server = await startServer();
    const addresses = new AddressMemory();
    await measureServers([named(server)], { ...IMPATIENT, addresses, ...leadsTo('127.0.0.2', '127.0.0.1') });
    const [second] = await measureServers([named(server)], {
      addresses,
      ...leadsTo('127.0.0.2', '127.0.0.1'),
    });
    expect(where(second!)).toEqual(['127.0.0.1']);
    expect(second).not.toHaveProperty('previousAddress');
  });

  test('says where it answered before, when it answers elsewhere', async () => {
    const server = await startServer();
    const addresses = new AddressMemory();
    const before = { ip: '127.0.0.9', family: 4, port: server.port } as const;
    addresses.record(named(server), before, { addresses: [before], answeredMs: 0 });
    const [measured] = await measureServers([named(server)], { addresses, ...leadsTo('127.0.0.1') });
    expect(measured).toMatchObject({ address: { ip: '127.0.0.1' }, previousAddress: before });
  });

  test('is not asked where it sent a kiss, but at the next, however many did', async () => {
    const server = await startServer();
    const kisses = new KissOfDeathCache();
    const refusing = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
    for (const ip of refusing) {
      kisses.record({ ip, family: 4, port: server.port }, 'DENY', Date.now());
    }
    const leads = leadsTo(...refusing, '127.0.0.1');
    const [measured] = await measureServers([named(server)], { kisses, ...leads });
    expect(where(measured!)).toEqual(['127.0.0.1']);
  });
});
