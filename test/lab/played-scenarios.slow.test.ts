import type { SimulatedAccount } from '../../lab/aws/simulated-account';
import { Lab } from '../../lab/lab';
import { LabController } from '../../lab/lab-controller';
import { RunTimer } from '../../lab/run-timer';
import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { watchedServers } from '../../lab/scenarios/scenario';
import { ScenarioRunner } from '../../lab/scenarios/scenario-runner';

/**
 * Scenarios played through the whole lab: real packets, the function's bundle, the stack's alarms. Those in
 * which servers are silent take seconds a run, and are left to the command line.
 */
async function play(name: string): Promise<{ findings: string[]; account: SimulatedAccount }> {
  const scenario = SCENARIOS.find((each) => each.name === name)!;
  const setup = { servers: watchedServers(scenario), plan: scenario.monitor };
  const lab = await Lab.start({ environment: {}, setup });
  try {
    const controller = new LabController(lab, new RunTimer(1000), 'the lab');
    const deployment = scenario.deployment && (await lab.synthesise(scenario.deployment.monitor));
    const runner = new ScenarioRunner(scenario, controller, lab.periodMs, deployment);
    controller.runner = runner;
    while (!runner.isOver) {
      await runner.advance();
      controller.observe(await lab.runSchedules());
    }
    return { findings: runner.findings, account: controller.account };
  } finally {
    await lab.close();
  }
}

test.concurrent.each([
  'creep',
  'slow-drift',
  'holdover',
  'follow-holdover',
  'orphan',
  'route',
  'leap-minority',
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
  '%s: exactly the expected notifications arrive',
  async (name) => {
    const { findings } = await play(name);
    expect(findings).toEqual([]);
  },
  120_000,
);

test('fleet: one page, and the names of those who are wrong', async () => {
  const { findings, account } = await play('fleet');
  expect(findings).toEqual([]);
  const named = account.changes.find(({ alarm, to }) => alarm === 'lab names outside' && to === 'ALARM');
  expect(named?.reason).toMatch(/^3 out of \d+ time series evaluated to ALARM: foxtrot, golf, hotel$/);
}, 120_000);
