import { type Expected, type Scenario, scenario, silentServers, WELL } from './scenario';
import type { ScenarioStep } from './scenario-step';

/** ALARM at the third bad run; OK at the fourth good one, when two bad ones are left of six. */
const pageOf = (title: string, runs: number): Expected[] => [
  [`page ${title} ALARM`, 3, 3],
  [`page ${title} OK`, runs + 4, runs + 4],
];

/** For some runs, then all is well again. */
const spell = (step: ScenarioStep): ScenarioStep[] => [step, WELL];

/** What servers do, and who is told of it. */
export const OF_SERVERS: readonly Scenario[] = [
  scenario('well', 'all is well, and nobody is told anything', { steps: [WELL], notifications: [] }),
  scenario('step', 'a server steps 80 ms forward, and comes back', {
    steps: spell({ runs: 10, servers: { alfa: 80 } }),
    notifications: pageOf('alfa outside', 10),
  }),
  scenario('step-back', 'a server steps 80 ms back, and comes back', {
    steps: spell({ runs: 10, servers: { alfa: -80 } }),
    notifications: pageOf('alfa outside', 10),
  }),
  scenario('creep', 'a server creeps past the limit, 3 ms a run: proof comes an uncertainty later', {
    steps: [...Array.from({ length: 25 }, (_, i) => ({ runs: 1, servers: { alfa: i * 3 } })), WELL],
    // Beyond 50 ms after 51 in run 18, if the way takes no time, or 60 in run 21, if it takes 10 ms.
    notifications: [
      ['page alfa outside ALARM', 20, 24],
      ['page alfa outside OK', 29, 29],
    ],
  }),
  scenario('flap', 'a server is wrong in one run, and silent in another: nobody is told', {
    steps: [
      { runs: 1, servers: { alfa: 500 } },
      { runs: 6 },
      { runs: 1, servers: silentServers('alfa') },
      WELL,
    ],
    notifications: [],
  }),
  scenario('every-other', 'a server is wrong in every other run', {
    steps: [
      ...Array.from({ length: 5 }, () => [{ runs: 1, servers: { alfa: 80 } }, { runs: 1 }]).flat(),
      WELL,
    ],
    notifications: [
      ['page alfa outside ALARM', 5, 5],
      ['page alfa outside OK', 11, 13],
    ],
  }),
  scenario('silence', 'a server goes silent, and comes back', {
    steps: spell({ runs: 10, servers: silentServers('alfa') }),
    notifications: pageOf('alfa unusable', 10),
  }),
  scenario('one-answer', 'a silent server gives a single answer: that is no recovery', {
    steps: [
      { runs: 5, servers: silentServers('alfa') },
      { runs: 1 },
      ...spell({ runs: 4, servers: silentServers('alfa') }),
    ],
    notifications: pageOf('alfa unusable', 10),
  }),
  scenario('unsynchronised', 'a server loses its upstream, and says so', {
    steps: spell({ runs: 8, servers: { bravo: 'unsynchronised' } }),
    notifications: pageOf('bravo unusable', 8),
  }),
  scenario(
    'kiss',
    'a server asks to be asked less, and is left alone until a new environment has forgotten it',
    {
      steps: [
        { runs: 8, servers: { bravo: 'kiss' } },
        { ...WELL, actions: ['renew-function'] },
      ],
      notifications: pageOf('bravo unusable', 8),
    },
  ),
  scenario('wrong-then-silent', 'a wrong server falls silent: it has not recovered', {
    steps: [{ runs: 6, servers: { alfa: 80 } }, ...spell({ runs: 6, servers: silentServers('alfa') })],
    notifications: [
      ['page alfa outside ALARM', 3, 3],
      ['page alfa unusable ALARM', 9, 9],
      ['page alfa outside OK', 13, 16],
      ['page alfa unusable OK', 16, 16],
    ],
  }),
  scenario('upstream', 'two servers lose the same upstream at once', {
    steps: spell({ runs: 10, servers: { alfa: 'unsynchronised', bravo: 'unsynchronised' } }),
    notifications: pageOf('servers lost', 10),
  }),
  scenario('upstream-in-turn', 'two servers fail a run apart, for one reason', {
    steps: [
      { runs: 1, servers: silentServers('alfa') },
      ...spell({ runs: 10, servers: silentServers('alfa', 'bravo') }),
    ],
    notifications: [
      ['page servers lost ALARM', 4, 4],
      ['page servers lost OK', 15, 15],
    ],
  }),
  scenario('two-against-two', 'two of four servers step together: nobody can say who is right', {
    steps: spell({ runs: 10, servers: { alfa: 80, bravo: 80 } }),
    notifications: pageOf('reference lost', 10),
  }),
  scenario('two-camps', 'two servers are far ahead, and two far behind', {
    steps: spell({ runs: 10, servers: { alfa: 300, bravo: 300, charlie: -300, delta: -300 } }),
    notifications: pageOf('reference lost', 10),
  }),
  scenario('one-stays-silent', 'of two lost servers one stays silent: it is told of by name', {
    steps: [
      { runs: 8, servers: silentServers('alfa', 'bravo') },
      ...spell({ runs: 8, servers: silentServers('alfa') }),
    ],
    notifications: [
      ['page servers lost ALARM', 3, 3],
      ['page servers lost OK', 12, 12],
      ['page alfa unusable ALARM', 11, 11],
      ['page alfa unusable OK', 20, 20],
    ],
  }),
  scenario('another-follows', 'a silent server is known when another follows: no false recovery', {
    steps: [
      { runs: 6, servers: silentServers('alfa') },
      ...spell({ runs: 8, servers: silentServers('alfa', 'bravo') }),
    ],
    notifications: [
      ['page alfa unusable ALARM', 3, 3],
      ['page servers lost ALARM', 9, 9],
      ['page servers lost OK', 18, 18],
      ['page alfa unusable OK', 15, 18],
    ],
  }),
  scenario('no-ntp', 'no server can be reached: one page, not one for each', {
    steps: spell({ runs: 10, faults: ['ntp'] }),
    notifications: pageOf('reference lost', 10),
  }),
];
