import type { History } from '../../lab/aws/simulated-account';
import { Lab } from '../../lab/lab';
import { Desk } from '../../lab/lab-controller';
import { Pace } from '../../lab/run-timer';
import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { allServers } from '../../lab/scenarios/scenario';
import { Player } from '../../lab/scenarios/scenario-runner';

/**
 * Bad nights played through the whole lab: real packets, the function's bundle, the stack's alarms. Those in
 * which servers are silent take the function's own patience, seconds a run, and are left to the command line.
 */
async function play(name: string): Promise<{ findings: string[]; history: History }> {
  const scenario = SCENARIOS.find((each) => each.name === name)!;
  const stage = { members: allServers(scenario), plan: scenario.monitor };
  const lab = await Lab.start({ environment: {}, stage });
  try {
    const desk = new Desk(lab, new Pace(1000), 'the lab');
    const deployment = scenario.deployment && (await lab.synthesise(scenario.deployment.monitor));
    const player = new Player(scenario, desk, lab.periodMs, deployment);
    desk.player = player;
    while (!player.isOver) {
      await player.advance();
      desk.observe(await lab.fire());
    }
    return { findings: player.findings, history: desk.history };
  } finally {
    await lab.close();
  }
}

test.concurrent.each([
  'creep',
  'flap',
  'kiss',
  'upstream',
  'two-against-two',
  'throws',
  'throttled',
  'schedule-refused',
  'cloudwatch-down',
  'deployment-pause',
  'added',
])(
  '%s: everybody is told what they must be',
  async (name) => {
    const { findings } = await play(name);
    expect(findings).toEqual([]);
  },
  120_000,
);

test('fleet: one page, and the names of those who are wrong', async () => {
  const { findings, history } = await play('fleet');
  expect(findings).toEqual([]);
  const named = history.changes.find(({ alarm, to }) => alarm === 'lab names outside' && to === 'ALARM');
  expect(named?.reason).toMatch(/^3 out of \d+ time series evaluated to ALARM: foxtrot, golf, hotel$/);
}, 120_000);
