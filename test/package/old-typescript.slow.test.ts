import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CDK, linkInstalled, type Project, packPackage } from '../../testkit/consumer-project';

let tarball: string;
let project: Project;

beforeAll(() => {
  tarball = packPackage();
  project = linkInstalled(tarball, CDK);
  // Beside the project, whose own node_modules has links where npm would put packages.
  const install = [
    'install',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--prefix',
    join(project.folder, 'tools'),
  ];
  execFileSync('npm', [...install, 'typescript@5.0', '@types/node@20'], { stdio: 'pipe' });
}, 180_000);
afterAll(() => {
  rmSync(dirname(tarball), { recursive: true });
  rmSync(project.folder, { recursive: true });
});

/** The shape of `cdk init app --language typescript`, with nothing that forgives: every declaration is checked. */
const OPTIONS = {
  strict: true,
  noEmit: true,
  module: 'commonjs',
  moduleResolution: 'node',
  target: 'es2020',
  esModuleInterop: false,
  skipLibCheck: false,
  typeRoots: ['tools/node_modules/@types'],
  types: ['node'],
};

const APP = `
  import { App, Stack } from 'aws-cdk-lib';
  import { loadConfigs, MonitorStack, NtpDriftMonitor, NtpDriftMonitorProps, MonitoredServer } from 'ntp-drift-monitor';

  const hosts = ['a.example', 'b.example', 'c.example'];
  const servers: MonitoredServer[] = hosts.map((host) => ({ host, role: 'reference' }));
  const props: NtpDriftMonitorProps = { monitorName: 'clocks', servers };
  const app = new App();
  const monitor = new NtpDriftMonitor(new Stack(app, 'Clocks'), 'Clocks', props);
  monitor.metricOffset('a.example').createAlarm(monitor, 'Own', { threshold: 1, evaluationPeriods: 1 });
  for (const config of loadConfigs('monitor.json')) {
    new MonitorStack(app, config.name, { config });
  }
  export const usd: number = monitor.cost.totalUsd;
`;

test('a CommonJS project of 2023 compiles: TypeScript 5.0, no esModuleInterop, no skipLibCheck', async () => {
  project.write('app.ts', APP);
  project.write('tsconfig.json', JSON.stringify({ compilerOptions: OPTIONS, files: ['app.ts'] }));
  const tsc = join(project.folder, 'tools', 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = await project.run(process.execPath, tsc, '--project', 'tsconfig.json');
  expect(stdout).toBe('');
  expect(status).toBe(0);
}, 600_000);
