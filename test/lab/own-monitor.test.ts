import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Lab } from '../../lab/lab';
import { LabController } from '../../lab/lab-controller';
import { RunTimer } from '../../lab/run-timer';
import { SCENARIOS } from '../../lab/scenarios/all-scenarios';
import { castScenario, readOwnMonitor } from '../../lab/scenarios/own-monitor';
import { watchedServers } from '../../lab/scenarios/scenario';
import { ScenarioRunner } from '../../lab/scenarios/scenario-runner';

/** Scenarios on one's own monitor.json: its servers, limits, recipients and alarm names. */
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'own-monitor-'));
});
afterAll(() => rm(folder, { recursive: true }));

const named = (name: string) => SCENARIOS.find((each) => each.name === name)!;

async function ownMonitor(settings: object, servers: readonly (object | string)[]) {
  const file = path.join(folder, 'monitor.json');
  await writeFile(file, JSON.stringify({ name: 'trading', ...settings, servers }));
  return readOwnMonitor(file);
}

const FOUR = ['london', 'paris', 'tokyo', 'sydney'].map((name) => ({ name, host: `${name}.example.com` }));

test('Its voters play the voters, and its targets the targets', async () => {
  const servers = [{ name: 'shop', host: 'shop.example.com', role: 'target' }, ...FOUR];
  const { script } = castScenario(named('two-against-two'), await ownMonitor({}, servers));
  expect(Object.keys(script(1).steps[0]!.servers!)).toEqual(['london', 'paris']);
});

test('An offset is as many limits as in the scenario, of the very server', async () => {
  const [first, ...rest] = FOUR;
  const own = await ownMonitor({ limitMs: 10 }, [{ ...first, limitMs: 100 }, ...rest]);
  const { script } = castScenario(named('two-against-two'), own);
  expect(script(1).steps[0]!.servers).toEqual({ london: 160, paris: 16 });
});

test.each([
  ['added', 'deploys monitors of its own'],
  ['wrong-among-lost', 'needs 7 servers, and the monitor has 4'],
])('%s is refused: it %s', async (name, why) => {
  const own = await ownMonitor({}, FOUR);
  expect(() => castScenario(named(name), own)).toThrow(why);
});

test('Its alarms are told by their names to its recipients, as a mail and as JSON', async () => {
  const notify = { email: ['night@trading.example'], https: ['https://hooks.trading.example/ntp'] };
  const own = await ownMonitor({ limitMs: 5, notify }, FOUR);
  const scenario = castScenario(named('step'), own);
  const setup = { servers: watchedServers(scenario), plan: scenario.monitor };
  const lab = await Lab.start({ environment: {}, setup });
  try {
    const controller = new LabController(lab, new RunTimer(1000), 'the lab');
    const runner = new ScenarioRunner(scenario, controller, lab.periodMs);
    controller.runner = runner;
    while (!runner.isOver) {
      await runner.advance();
      controller.observe(await lab.runSchedules());
    }
    expect(runner.outcome).toMatch(
      /^These notifications arrived: page outside london ALARM \(minute \d\); page outside london OK .*\.$/,
    );
    const mail = controller.account.mails.find(({ state }) => state === 'ALARM')!;
    expect(mail.to).toEqual(['night@trading.example', 'https://hooks.trading.example/ntp']);
    expect(mail.subject).toBe('ALARM: "trading outside london" in US East (N. Virginia)');
    expect(mail.body).toContain('more than 5 ms');
    expect(JSON.parse(mail.message)).toMatchObject({
      AlarmName: 'trading outside london',
      NewStateValue: 'ALARM',
    });
  } finally {
    await lab.close();
  }
}, 60_000);
