import { deployed, expectTold, named } from './scenario';
import type { State } from './services';

const WELL: State = { runs: 12 };
const silent = (letters: string) => Object.fromEntries([...letters].map((name) => [name, 'silent' as const]));

test('a server is removed while it is in alarm: nothing is told, and nothing hangs', () => {
  expectTold(
    deployed({ servers: named('abcde') }),
    [{ runs: 6, servers: silent('e') }, WELL],
    [['page e unusable ALARM', 3, 3]],
    { run: 7, monitor: deployed({ servers: named('abcd') }) },
  );
});

test('a server is added: its alarms tell that they work, and nothing else does', () => {
  expectTold(
    deployed(),
    [{ runs: 4 }, WELL],
    [
      ['page e outside OK', 5, 6],
      ['page e unusable OK', 5, 6],
    ],
    { run: 5, monitor: deployed({ servers: named('abcde') }) },
  );
});

test('a server is wrong while others are lost: proof is never held back', () => {
  const servers = { ...silent('ab'), g: 80 };
  expectTold(
    deployed({ servers: named('abcdefg') }),
    [{ runs: 8, servers }, WELL],
    [
      ['page servers lost ALARM', 3, 3],
      ['page g outside ALARM', 3, 3],
      ['page servers lost OK', 12, 12],
      ['page g outside OK', 12, 12],
    ],
  );
});

test('two of three voters fail: reference time is lost, and that is told', () => {
  expectTold(
    deployed({ servers: named('abc') }),
    [{ runs: 8, servers: silent('bc') }, WELL],
    [
      ['page reference lost ALARM', 3, 3],
      ['page reference lost OK', 12, 12],
    ],
  );
});

test('all voters fail, and the many servers that they judge do not: reference time is lost', () => {
  const targets = named('defghijklm').map((server) => ({ ...server, role: 'target' }));
  const servers = [...named('abc'), ...targets];
  expectTold(
    deployed({ servers }),
    [{ runs: 8, servers: silent('abc') }, WELL],
    [
      ['page reference lost ALARM', 3, 3],
      ['page reference lost OK', 12, 12],
    ],
  );
});

describe('Judged by the clock', () => {
  test('servers that lose the network are one page', () => {
    const monitor = deployed({ reference: 'clock', servers: named('abcdef') });
    expectTold(
      monitor,
      [{ runs: 8, network: 'gone' }, WELL],
      [
        ['page servers lost ALARM', 3, 3],
        ['page servers lost OK', 12, 12],
      ],
    );
  });

  test('a single server is told of by name', () => {
    const monitor = deployed({ reference: 'clock', servers: named('a') });
    expectTold(
      monitor,
      [{ runs: 8, network: 'gone' }, WELL],
      [
        ['page a unusable ALARM', 3, 3],
        ['page a unusable OK', 12, 12],
      ],
    );
  });
});

describe('A fleet', () => {
  const fleet = deployed({ detail: 'fleet', servers: named('abcdefgh') });

  test('without its network is one page', () => {
    expectTold(
      fleet,
      [{ runs: 8, network: 'gone' }, WELL],
      [
        ['page reference lost ALARM', 3, 3],
        ['page reference lost OK', 12, 12],
      ],
    );
  });

  test('of which several servers are wrong at once is one page', () => {
    expectTold(
      fleet,
      [{ runs: 8, servers: { f: 80, g: 90, h: -80 } }, WELL],
      [
        ['page fleet outside ALARM', 3, 3],
        ['page fleet outside OK', 12, 12],
      ],
    );
  });
});
