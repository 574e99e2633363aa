import { proofWindowOf, windowOf } from '../../lib/config/run-window';
import { pageFor, type Scenario, scenario, silentServers, WELL } from './scenario';
import type { ScenarioStep } from './scenario-step';

/** For some runs, then all is well again. */
const spell = (step: ScenarioStep): ScenarioStep[] => [step, WELL];

/** A trouble of some runs, and one page for it. */
const onePage =
  (title: string, step: ScenarioStep, after: ScenarioStep = WELL): Scenario['script'] =>
  (minutes) => ({ steps: [step, after], notifications: pageFor(title, step.runs, minutes) });

/** What servers do, and who is told of it. */
export const OF_SERVERS: readonly Scenario[] = [
  scenario('well', 'all is well, and nobody is told anything', { steps: [WELL], notifications: [] }),
  scenario(
    'step',
    'a server steps 80 ms forward, and comes back',
    onePage('outside alfa', { runs: 10, servers: { alfa: 80 } }),
  ),
  scenario(
    'step-back',
    'a server steps 80 ms back, and comes back',
    onePage('outside alfa', { runs: 10, servers: { alfa: -80 } }),
  ),
  scenario('flap', 'a server is wrong in one run, and silent in another: nobody is told', {
    steps: [
      { runs: 1, servers: { alfa: 500 } },
      { runs: 6 },
      { runs: 1, servers: silentServers('alfa') },
      WELL,
    ],
    notifications: [],
  }),
  scenario('every-other', 'a server is wrong in every other run: one page', (minutes) => {
    const { bad, runs } = proofWindowOf(minutes);
    return {
      steps: [
        ...Array.from({ length: 5 }, () => [{ runs: 1, servers: { alfa: 80 } }, { runs: 1 }]).flat(),
        WELL,
      ],
      notifications: [
        ['warn outside now and then ALARM', 5, 5],
        ['page outside alfa ALARM', 2 * bad - 1, 2 * bad - 1],
        ['page outside alfa OK', 9 + runs, 9 + runs],
      ],
    };
  }),
  scenario(
    'silence',
    'a server goes silent, and comes back',
    onePage('unusable alfa', { runs: 10, servers: silentServers('alfa') }),
  ),
  scenario('one-answer', 'a silent server gives a single answer: that is no recovery', (minutes) => ({
    steps: [
      { runs: 5, servers: silentServers('alfa') },
      { runs: 1 },
      ...spell({ runs: 4, servers: silentServers('alfa') }),
    ],
    notifications: pageFor('unusable alfa', 10, minutes),
  })),
  scenario(
    'unsynchronised',
    'a server loses its upstream, and says so',
    onePage('unusable bravo', { runs: 8, servers: { bravo: 'unsynchronised' } }),
  ),
  scenario(
    'kiss',
    'a server asks to be asked less, and is left alone until a new environment has forgotten it',
    onePage(
      'unusable bravo',
      { runs: 8, servers: { bravo: 'kiss' } },
      { ...WELL, actions: ['renew-function'] },
    ),
  ),
  scenario('wrong-then-silent', 'a wrong server falls silent: it has not recovered', (minutes) => {
    const { bad, runs } = proofWindowOf(minutes);
    return {
      steps: [{ runs: 6, servers: { alfa: 80 } }, ...spell({ runs: 6, servers: silentServers('alfa') })],
      notifications: [
        ['page outside alfa ALARM', bad, bad],
        // Nobody judges it while it is silent.
        ['page outside alfa OK', 13, Math.max(13, 6 + runs)],
        ...pageFor('unusable alfa', 6, minutes, 7),
      ],
    };
  }),
  scenario(
    'upstream',
    'two servers lose the same upstream at once',
    onePage('servers lost', { runs: 10, servers: { alfa: 'unsynchronised', bravo: 'unsynchronised' } }),
  ),
  scenario('upstream-in-turn', 'two servers fail a run apart, for one reason', (minutes) => ({
    steps: [
      { runs: 1, servers: silentServers('alfa') },
      ...spell({ runs: 10, servers: silentServers('alfa', 'bravo') }),
    ],
    notifications: pageFor('servers lost', 10, minutes, 2),
  })),
  scenario(
    'two-against-two',
    'two of four servers step together: nobody can say who is right',
    onePage('reference lost', { runs: 10, servers: { alfa: 80, bravo: 80 } }),
  ),
  scenario(
    'two-camps',
    'two servers are far ahead, and two far behind',
    onePage('reference lost', { runs: 10, servers: { alfa: 300, bravo: 300, charlie: -300, delta: -300 } }),
  ),
  scenario('one-stays-silent', 'of two lost servers one stays silent: it is told of by name', (minutes) => ({
    steps: [
      { runs: 8, servers: silentServers('alfa', 'bravo') },
      ...spell({ runs: 8, servers: silentServers('alfa') }),
    ],
    notifications: [...pageFor('servers lost', 8, minutes), ...pageFor('unusable alfa', 8, minutes, 9)],
  })),
  scenario(
    'another-follows',
    'a silent server is known when another follows: no false recovery',
    (minutes) => {
      const { bad, runs } = windowOf(minutes);
      return {
        steps: [
          { runs: 6, servers: silentServers('alfa') },
          ...spell({ runs: 8, servers: silentServers('alfa', 'bravo') }),
        ],
        notifications: [
          ['page unusable alfa ALARM', bad, bad],
          ...pageFor('servers lost', 8, minutes, 7),
          ['page unusable alfa OK', 14 + runs, 14 + runs],
        ],
      };
    },
  ),
  scenario(
    'no-ntp',
    'no server can be reached: one page, not one for each',
    onePage('reference lost', { runs: 10, faults: ['ntp'] }),
  ),
];
