import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import { NtpServer } from '../../lab/ntp/ntp-server';
import { linkInstalled, npmInstalled, type Project, packPackage, SDK } from '../../testkit/consumer-project';
import { startCloudWatch } from '../../testkit/function/accepting-cloudwatch';
import { closeAll } from '../../testkit/function/test-network';

/** Who wants the construct gets no SDK, and who wants the command gets neither that nor the CDK. */
let tarball: string;
const projects: Project[] = [];

beforeAll(() => {
  tarball = packPackage();
}, 60_000);
afterAll(async () => {
  await closeAll();
  for (const folder of [dirname(tarball), ...projects.map((project) => project.folder)]) {
    rmSync(folder, { recursive: true });
  }
});

function kept(project: Project): Project {
  projects.push(project);
  return project;
}

describe('The command alone', () => {
  let bare: Project;
  let servers: NtpServer[];
  let monitor: string;

  beforeAll(async () => {
    bare = kept(linkInstalled(tarball, []));
    servers = await Promise.all([0, 0, 0].map(() => NtpServer.start()));
    const listed = servers.map(({ host, port }, i) => ({ host, port, name: `s${i}`, pacing: 'fast' }));
    monitor = bare.write('monitor.json', JSON.stringify({ name: 'bare', servers: listed }));
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  const ntpDrift = (...args: string[]) =>
    bare.run(join(bare.folder, 'node_modules', '.bin', 'ntp-drift'), ...args);

  test('asks servers, and judges them', async () => {
    const { status, stdout, stderr } = await ntpDrift('run', monitor);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('3 of 3 within');
  });

  test.each([
    ['explain', ['explain'], 'npm install aws-cdk-lib constructs'],
    ['lab', ['lab', '--once'], 'npm install aws-cdk-lib constructs'],
    ['status', ['status'], 'npm install @aws-sdk/client-cloudwatch'],
    ['run --publish', ['run', '--publish'], 'npm install @aws-sdk/client-cloudwatch'],
  ])('%s says what it needs, and ends with 2', async (command, args, remedy) => {
    const { status, stdout, stderr } = await ntpDrift(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^ntp-drift ${command} needs .+: ${remedy}\n$`));
  });

  test('with the SDK it publishes, and reads what was published', async () => {
    const cloudWatch: CloudWatch = await startCloudWatch();
    cloudWatch.alarms = () => [{ name: 'bare not watching', description: '', state: 'OK' }];
    const published = kept(linkInstalled(tarball, SDK));
    const settings = Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
    const command = [...settings, join(published.folder, 'node_modules', '.bin', 'ntp-drift')];
    const run = await published.run('env', ...command, 'run', monitor, '--publish');
    expect(run.stdout).toMatch(/CloudWatch took \d+ metrics/);
    const { status, stdout } = await published.run('env', ...command, 'status', monitor, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout).alarmStates).toEqual({ OK: 1 });
  });
});

describe("Both ends of the peers' range", () => {
  const ranges = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'))
    .peerDependencies as Record<string, string>;
  const lowest = (name: string) => ranges[name]!.replace(/^\^/, '');

  test.each([
    ['the lowest', lowest('aws-cdk-lib'), lowest('constructs')],
    ['the newest', '2', '10'],
  ])(
    'with %s CDK the construct synthesises, without an SDK',
    async (_end, cdk, constructs) => {
      const app = kept(npmInstalled(tarball, `aws-cdk-lib@${cdk}`, `constructs@${constructs}`));
      app.write(
        'app.mjs',
        `
          import { App, Stack } from 'aws-cdk-lib';
          import { NtpDriftMonitor } from 'ntp-drift-monitor';
          const app = new App({ outdir: 'cdk.out' });
          const servers = ['a', 'b', 'c', 'd'].map((name) => ({ host: name + '.example' }));
          new NtpDriftMonitor(new Stack(app, 'Full'), 'Clocks', { monitorName: 'full', servers });
          new NtpDriftMonitor(new Stack(app, 'Fleet'), 'Clocks', { monitorName: 'fleet', servers, detail: 'fleet' });
          app.synth();
        `,
      );
      const { status, stderr } = await app.run(process.execPath, 'app.mjs');
      expect(stderr).not.toMatch(/Error/);
      expect(status).toBe(0);
      expect(existsSync(join(app.folder, 'cdk.out', 'Fleet.template.json'))).toBe(true);
      expect(existsSync(join(app.folder, 'node_modules', '@aws-sdk'))).toBe(false);
    },
    240_000,
  );
});
