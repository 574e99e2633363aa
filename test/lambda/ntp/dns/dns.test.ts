import { type Resolve, resolveAll } from '../../../../lambda/ntp/dns/dns';

/** For names that are meant to be found: as long as a test may take. */
const PATIENT_MS = 20_000;

const servers = (...hosts: string[]) => hosts.map((host) => ({ host, port: 123 }));
const at = (...ips: string[]) => ({
  addresses: ips.map((ip) => ({ ip, family: ip.includes(':') ? 6 : 4, port: 123 })),
});
const missing = (explanation: string) => ({ reason: 'name-not-found', explanation });
const failed = (explanation: string) => ({ reason: 'dns-failed', explanation });
const error = (message: string, code: string) => Object.assign(new Error(message), { code });
const never = new Promise<never>(() => undefined);

/** A resolver of fixed answers. An error is thrown, a promise is waited for. */
const book =
  (entries: Record<string, string[] | Error | Promise<string[]>>): Resolve =>
  async (host) => {
    const entry = await entries[host];
    if (entry instanceof Error) {
      throw entry;
    }
    return entry ?? [];
  };

describe('A name that fails', () => {
  test.each([
    ['because it does not exist', error('no such name', 'ENOTFOUND'), missing('no such name')],
    ['because it has no addresses', [], missing('the name has neither an A nor an AAAA record')],
    ['because its address is none', ['x'], missing('the name has neither an A nor an AAAA record')],
    ['because DNS is broken', error('server failure', 'ESERVFAIL'), failed('server failure')],
  ])('%s is its own server’s trouble alone', async (_name, entry, unresolved) => {
    const resolve = book({ bad: entry, good: ['192.0.2.1'] });
    expect(await resolveAll(servers('good', 'bad', 'good'), resolve, PATIENT_MS)).toEqual([
      at('192.0.2.1'),
      unresolved,
      at('192.0.2.1'),
    ]);
  });

  test('by being slow is given up after the budget, with the others in their places', async () => {
    const resolve = book({ slow: never, good: ['192.0.2.1'] });
    expect(await resolveAll(servers('slow', 'good', '192.0.2.2'), resolve, 20)).toEqual([
      failed('no answer within 20 ms'),
      at('192.0.2.1'),
      at('192.0.2.2'),
    ]);
  });

  test('after it was given up disturbs nobody', async () => {
    let fail = (_error: Error): void => undefined;
    const late = new Promise<string[]>((_, reject) => {
      fail = reject;
    });
    await resolveAll(servers('late'), () => late, 1);
    fail(new Error('too late to matter')); // an unhandled rejection would end the process
    await new Promise(setImmediate);
  });

  test('by a resolver that throws at once', async () => {
    const resolve: Resolve = () => {
      throw new Error('no resolver');
    };
    expect(await resolveAll(servers('any'), resolve, PATIENT_MS)).toEqual([failed('no resolver')]);
  });

  test('when there is no time left for names, literals are still asked', async () => {
    const [slow, literal] = await resolveAll(servers('slow', '::1'), book({ slow: never }), -5);
    expect(slow).toEqual(failed('no answer within 0 ms'));
    expect(literal).toEqual(at('::1'));
  });
});

describe('A name', () => {
  test('is asked for once, however many servers have it', async () => {
    const asked: string[] = [];
    const resolve: Resolve = async (host) => {
      asked.push(host);
      return ['192.0.2.1'];
    };
    await resolveAll([...servers('a', 'a', 'b'), { host: 'a', port: 124 }], resolve, PATIENT_MS);
    expect(asked).toEqual(['a', 'b']);
  });

  test('with IPv6 alone is asked over IPv6', async () => {
    expect(await resolveAll(servers('six'), book({ six: ['2001:DB8::0001'] }), PATIENT_MS)).toEqual([
      at('2001:db8::1'),
    ]);
  });

  test('with several addresses has them all, in their order', async () => {
    const many = ['192.0.2.2', '192.0.2.1', '2001:db8::1'];
    expect(await resolveAll(servers('many'), book({ many }), PATIENT_MS)).toEqual([at(...many)]);
  });
});

test.each(['192.0.2.1', '2001:db8::1', 'fe80::1%eth0'])(
  'The literal %s is never looked up',
  async (literal) => {
    const resolve = jest.fn<Promise<string[]>, [string, AbortSignal]>();
    const [resolved] = await resolveAll(servers(literal), resolve, PATIENT_MS);
    expect(resolved).toHaveProperty('addresses.0.ip', literal);
    expect(resolve).not.toHaveBeenCalled();
  },
);
