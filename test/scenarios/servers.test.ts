import { deployed, type Expected, expectTold, tell } from './scenario';
import type { State } from './services';

const ONE = deployed();
const FIVE = deployed({ schedule: 'rate(5 minutes)' });

/** Long enough for everything to recover, and to see that nothing follows. */
const WELL: State = { runs: 12 };

/** ALARM at the third bad run; OK at the fourth good one, when two bad ones are left of six. */
const pageOf = (title: string, runs: number): Expected[] => [
  [`page ${title} ALARM`, 3, 3],
  [`page ${title} OK`, runs + 4, runs + 4],
];

const SCENARIOS: Record<string, { story: State[]; told: Expected[] }> = {
  'all is well': { story: [WELL], told: [] },
  'a server steps by 80 ms': {
    story: [{ runs: 10, servers: { a: 80 } }, WELL],
    told: pageOf('a outside', 10),
  },
  'a server steps by -80 ms': {
    story: [{ runs: 10, servers: { a: -80 } }, WELL],
    told: pageOf('a outside', 10),
  },
  'a server creeps past the limit, 3 ms a run: proof comes 5 ms of uncertainty later': {
    story: [...Array.from({ length: 25 }, (_, i) => ({ runs: 1, servers: { a: i * 3 } })), WELL],
    // 60 ms, in run 21, is the first that is more than 50 +- 10.
    told: [
      ['page a outside ALARM', 22, 24],
      ['page a outside OK', 29, 29],
    ],
  },
  'a server flaps for one sample': {
    story: [{ runs: 1, servers: { a: 500 } }, { runs: 6 }, { runs: 1, servers: { a: 'silent' } }, WELL],
    told: [],
  },
  'a server is wrong every other run': {
    story: [...Array.from({ length: 5 }, () => [{ runs: 1, servers: { a: 80 } }, { runs: 1 }]).flat(), WELL],
    told: [
      ['page a outside ALARM', 5, 5],
      ['page a outside OK', 11, 13],
    ],
  },
  'a server goes silent, and comes back': {
    story: [{ runs: 10, servers: { a: 'silent' } }, WELL],
    told: pageOf('a unusable', 10),
  },
  'a server comes back for one answer: that is no recovery': {
    story: [{ runs: 5, servers: { a: 'silent' } }, { runs: 1 }, { runs: 4, servers: { a: 'silent' } }, WELL],
    told: pageOf('a unusable', 10),
  },
  'a server is unsynchronised': {
    story: [{ runs: 8, servers: { b: 'unsynchronised' } }, WELL],
    told: pageOf('b unusable', 8),
  },
  'a server sends a kiss': {
    story: [{ runs: 8, servers: { b: 'kiss' } }, WELL],
    told: pageOf('b unusable', 8),
  },
  'a wrong server falls silent: it has not recovered': {
    story: [{ runs: 6, servers: { a: 80 } }, { runs: 6, servers: { a: 'silent' } }, WELL],
    told: [
      ['page a outside ALARM', 3, 3],
      ['page a unusable ALARM', 9, 9],
      ['page a outside OK', 13, 16],
      ['page a unusable OK', 16, 16],
    ],
  },
  'two servers fail at once for one upstream reason': {
    story: [{ runs: 10, servers: { a: 'unsynchronised', b: 'unsynchronised' } }, WELL],
    told: pageOf('servers lost', 10),
  },
  'two servers fail a run apart for one upstream reason': {
    story: [{ runs: 1, servers: { a: 'silent' } }, { runs: 10, servers: { a: 'silent', b: 'silent' } }, WELL],
    told: [
      ['page servers lost ALARM', 4, 4],
      ['page servers lost OK', 15, 15],
    ],
  },
  'two servers step together, two do not: nobody can say who is right': {
    story: [{ runs: 10, servers: { a: 80, b: 80 } }, WELL],
    told: pageOf('reference lost', 10),
  },
  'one of two lost servers stays silent: it is told of by name': {
    story: [{ runs: 8, servers: { a: 'silent', b: 'silent' } }, { runs: 8, servers: { a: 'silent' } }, WELL],
    told: [
      ['page servers lost ALARM', 3, 3],
      ['page servers lost OK', 12, 12],
      ['page a unusable ALARM', 11, 11],
      ['page a unusable OK', 20, 20],
    ],
  },
  'a silent server is known when another follows: one more page, and no false recovery': {
    story: [{ runs: 6, servers: { a: 'silent' } }, { runs: 8, servers: { a: 'silent', b: 'silent' } }, WELL],
    told: [
      ['page a unusable ALARM', 3, 3],
      ['page servers lost ALARM', 9, 9],
      ['page servers lost OK', 18, 18],
      ['page a unusable OK', 15, 18],
    ],
  },
  'the network of the function is gone': {
    story: [{ runs: 10, network: 'gone' }, WELL],
    told: pageOf('reference lost', 10),
  },
  'the reference is lost: two camps': {
    story: [{ runs: 10, servers: { a: 300, b: 300, c: -300, d: -300 } }, WELL],
    told: pageOf('reference lost', 10),
  },
};

describe.each([
  ['a run a minute', ONE],
  ['a run every 5 minutes', FIVE],
])('With %s', (_name, monitor) => {
  test.each(Object.entries(SCENARIOS))('%s', (_scenario, { story, told }) => {
    expectTold(monitor, story, told);
  });
});

test.each([0, 60_000])(
  'with a run a minute, a server proven wrong pages within 5 minutes, though data are %d ms late',
  (lateMs) => {
    for (const told of tell(ONE, [{ runs: 10, servers: { a: 80 }, lateMs }])) {
      expect(told).toEqual([{ message: 'page a outside ALARM', minute: expect.any(Number) }]);
      expect(told[0]!.minute).toBeLessThanOrEqual(5);
    }
  },
);
