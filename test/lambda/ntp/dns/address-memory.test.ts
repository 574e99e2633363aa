import type { Address } from '../../../../lambda/ntp/dns/address';
import { AddressMemory, inTurn } from '../../../../lambda/ntp/dns/address-memory';

const at = (ip: string): Address => ({ ip, family: ip.includes(':') ? 6 : 4, port: 123 });
const all = (...ips: string[]) => ips.map(at);
const ips = (addresses: readonly Address[]) => addresses.map(({ ip }) => ip);

describe('Addresses are asked', () => {
  test.each([
    ['in their order', ['192.0.2.1', '192.0.2.2'], undefined, ['192.0.2.1', '192.0.2.2']],
    [
      'with the other family second',
      ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
      undefined,
      ['192.0.2.1', '2001:db8::1', '192.0.2.2'],
    ],
    ['with the last good one first', ['192.0.2.1', '192.0.2.2'], '192.0.2.2', ['192.0.2.2', '192.0.2.1']],
    [
      'with the other family than the last good one’s second',
      ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
      '2001:db8::1',
      ['2001:db8::1', '192.0.2.1', '192.0.2.2'],
    ],
    ['without one that the name has lost', ['192.0.2.1'], '192.0.2.9', ['192.0.2.1']],
    ['if there are any', [], undefined, []],
  ])('%s', (_name, addresses, lastGood, expected) => {
    expect(ips(inTurn(all(...addresses), lastGood === undefined ? undefined : at(lastGood)))).toEqual(
      expected,
    );
  });
});

describe('The memory of addresses', () => {
  test('knows where a name answered last, and when', () => {
    const memory = new AddressMemory();
    const addresses = all('192.0.2.1', '192.0.2.2');
    memory.record({ host: 'a.test', port: 123 }, at('192.0.2.2'), { addresses, answeredMs: 7 });
    expect(memory.recall('a.test', 123)).toEqual({ addresses: all('192.0.2.2', '192.0.2.1'), answeredMs: 7 });
    expect(memory.recall('a.test', 124)).toBeUndefined();
  });

  test('of a literal knows only when: ten thousand servers have to fit', () => {
    const memory = new AddressMemory();
    memory.record({ host: '192.0.2.1', port: 123 }, at('192.0.2.1'), {
      addresses: all('192.0.2.1'),
      answeredMs: 7,
    });
    expect(memory.recall('192.0.2.1', 123)).toEqual({ answeredMs: 7 });
  });
});
