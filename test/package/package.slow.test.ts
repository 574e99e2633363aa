import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { NtpServer } from '../../lab/ntp/ntp-server';
import { reachableTypes } from '../../packaging/compiled-sources';
import { CDK, linkInstalled, type Project, packPackage } from '../../testkit/consumer-project';

/** What who installs the package from npm gets, outside of this project. */
const TYPESCRIPT = require.resolve('typescript/package.json');
const SERVERS = ['a', 'b', 'c'].map((name) => ({ host: `${name}.example` }));

let tarball: string;
let project: Project;
let files: string[];

beforeAll(() => {
  tarball = packPackage();
  project = linkInstalled(tarball, CDK);
  files = readdirSync(project.installed, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(project.installed, name)).isFile(),
  );
}, 60_000);
afterAll(() => {
  rmSync(dirname(tarball), { recursive: true });
  rmSync(project.folder, { recursive: true });
});

describe('the package', () => {
  test.each(['esbuild', 'tsx', 'typescript', '@swc/core', 'uplot', 'aws-cdk', '@aws-sdk/client-cloudwatch'])(
    'needs no %s',
    (name) => {
      expect(() => createRequire(join(project.installed, 'package.json')).resolve(name)).toThrow(
        'Cannot find module',
      );
    },
  );

  test('has what is run, documented and configured, and no sources, tests or leftovers', () => {
    const unexpected = files.filter(
      (name) =>
        !/^dist\/(bin|cli|lab|lambda|lib|picture|terminal)\/.+\.js$|^dist\/(lambda|lib)\/.+\.d\.ts$|^dist\/(function|page)\/|^examples\/[\w-]+\.ts$|^docs\/([\w-]+|decisions\/[\w-]+|images\/\w+)\.(md|webp)$/.test(
          name,
        ),
    );
    expect(unexpected.sort()).toEqual([
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'bin/ntp-drift.js',
      'cdk.json',
      'monitor.json',
      'monitor.schema.json',
      'package.json',
    ]);
    expect(files.filter((name) => name.startsWith('dist/function/')).sort()).toEqual([
      'dist/function/cloudwatch.js',
      'dist/function/index.js',
    ]);
  });

  test('is small', () => {
    const bytes = files.reduce((sum, name) => sum + statSync(join(project.installed, name)).size, 0);
    console.log(`The package is ${(bytes / 1000).toFixed(0)} KB in ${files.length} files.`);
    expect(bytes).toBeLessThan(1_200_000);
  });

  test('is the same whenever it is built', () => {
    const again = packPackage();
    const same = readFileSync(again).equals(readFileSync(tarball));
    rmSync(dirname(again), { recursive: true });
    expect(same).toBe(true);
  }, 60_000);

  test('can be published: it is not private, and builds before it is packed', () => {
    const manifest = JSON.parse(readFileSync(join(project.installed, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('private');
    expect(manifest.scripts).toMatchObject({ prepack: 'npm run build' });
    const exact = Object.values<string>(manifest.dependencies).filter((range) => !/^\^\d/.test(range));
    expect(exact).toEqual([]); // a consumer's app can share what it has of them
  });
});

describe('the construct', () => {
  const APP = `
    import { App, Stack } from 'aws-cdk-lib';
    import { ConfigError, NtpDriftMonitor } from 'ntp-drift-monitor';

    const app = new App({ outdir: 'cdk.out' });
    const stack = new Stack(app, 'Clocks');
    try {
      new NtpDriftMonitor(stack, 'Wrong', { monitorName: 'wrong', servers: [{ host: 'a', prot: 1 }] });
    } catch (error) {
      console.log(error instanceof ConfigError, error.message);
    }
    new NtpDriftMonitor(new Stack(app, 'Right'), 'Clocks', { monitorName: 'clocks', servers: ${JSON.stringify(SERVERS)} });
    app.synth();
  `;

  test('refuses what is wrong, and deploys the function that came with it, in plain JavaScript', async () => {
    project.write('app.mjs', APP);
    const { status, stdout, stderr } = await project.run(process.execPath, 'app.mjs');
    expect(stderr).not.toMatch(/Error/);
    expect(status).toBe(0);
    expect(stdout).toContain('true NtpDriftMonitor Clocks/Wrong has');

    const out = join(project.folder, 'cdk.out');
    const json = (name: string) => JSON.parse(readFileSync(join(out, name), 'utf8'));
    const resources = Object.values<{ Type: string; Properties: { Code?: { S3Key: string } } }>(
      json('Right.template.json').Resources,
    );
    const key = resources.find(({ Type }) => Type === 'AWS::Lambda::Function')!.Properties.Code!.S3Key;
    const assets = json('Right.assets.json').files as Record<string, { source: { path: string } }>;
    const asset = join(out, assets[key.replace(/\.zip$/, '')]!.source.path);
    const shipped = join(project.installed, 'dist', 'function');
    expect(readdirSync(asset).sort()).toEqual(readdirSync(shipped).sort());
    for (const name of readdirSync(shipped)) {
      expect(readFileSync(join(asset, name)).equals(readFileSync(join(shipped, name)))).toBe(true);
    }
  });

  test("needs no app of one's own: a monitor.json is enough", async () => {
    project.write('monitor.json', JSON.stringify({ name: 'bare', servers: SERVERS }));
    const { status, stderr } = await project.run(
      'env', // what the CDK's command line gives an app
      'CDK_OUTDIR=bare.out',
      `CDK_CONTEXT_JSON=${JSON.stringify({ monitor: 'monitor.json' })}`,
      process.execPath,
      join('node_modules', 'ntp-drift-monitor', 'dist', 'bin', 'synth.js'),
    );
    expect(stderr).toMatch(/Total +\$\d/);
    expect(status).toBe(0);
    expect(readdirSync(join(project.folder, 'bare.out'))).toContain('NtpDrift-bare.template.json');
  });

  test('has types, of which wrong props are told', async () => {
    project.write(
      'app.mts',
      `
        import { Duration, Stack } from 'aws-cdk-lib';
        import { type MonitoredServer, type MonitorInput, NtpDriftMonitor, type NtpDriftMonitorProps } from 'ntp-drift-monitor';

        export const input: MonitorInput = { name: 'clocks', servers: [{ host: 'a.example' }] };
        export const props: NtpDriftMonitorProps = { monitorName: 'clocks', servers: [{ host: 'a.example', limitMs: 1 }] };
        export const cost: number = new NtpDriftMonitor(new Stack(), 'Clocks', props).cost.totalUsd;
        const hosts = ['a.example', 'b.example'];
        const servers = hosts.map((host): MonitoredServer => ({ host, role: 'target' }));
        export const listed: NtpDriftMonitorProps = { monitorName: 'clocks', servers };
        export const mapped: NtpDriftMonitorProps = {
          monitorName: 'clocks',
          servers: hosts.map((host) => ({ host, role: 'target' })),
        };
        // @ts-expect-error: a host is a text
        export const wrong: NtpDriftMonitorProps = { monitorName: 'clocks', servers: [{ host: 1 }] };
        // @ts-expect-error: there is no such prop
        export const unknown: NtpDriftMonitorProps = { monitorName: 'clocks', servers: [], tiemout: Duration.days(1) };
      `,
    );
    const lib = ['es2022', 'dom', 'esnext.disposable'];
    const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', lib, types: [] };
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['app.mts'] }));
    const { stdout } = await project.run(process.execPath, join(TYPESCRIPT, '..', 'bin', 'tsc'));
    expect(stdout).toBe('');
  });
});

test('no type of zod reaches who uses the construct', () => {
  const read = (file: string) => readFileSync(file, 'utf8');
  const reached = reachableTypes(join(project.installed, 'dist', 'lib', 'index.d.ts'), read);
  const imported = [...reached].flatMap((file) => [
    ...read(file).matchAll(/(?:from|import\()\s*['"](zod[^'"]*)['"]/g),
  ]);
  expect(imported).toEqual([]);
  expect(reached.size).toBeGreaterThan(10);
});

describe('the command', () => {
  test('npx ntp-drift --help names every command', async () => {
    const { status, stdout } = await project.run('npx', 'ntp-drift', '--help');
    expect(status).toBe(0);
    for (const name of ['query', 'run', 'explain', 'lab']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
  });

  test("its version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(project.installed, 'package.json'), 'utf8'));
    expect((await project.run(ntpDrift(), '--version')).stdout).toBe(`${version}\n`);
  });

  test('a configuration that is wrong is said in plain words, with 2', async () => {
    const file = project.write(
      'wrong.json',
      JSON.stringify({ name: 'x', servers: [{ host: 'a', prot: 1 }] }),
    );
    const { status, stdout, stderr } = await project.run(ntpDrift(), 'explain', file);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('servers[0].prot is not a known key');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('explain says what would be deployed', async () => {
    const file = project.write('explained.json', JSON.stringify({ name: 'clocks', servers: SERVERS }));
    const { status, stdout, stderr } = await project.run(ntpDrift(), 'explain', file);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('clocks outside a.example');
    expect(stdout).toMatch(/^ {2}Total +\$\d/m);
  });

  test('lab synthesises, runs and publishes without what a clone has', async () => {
    const servers = await Promise.all(
      [0, 0, 80].map((offsetMs) => NtpServer.start({ behaviour: { offsetMs } })),
    );
    const monitor = {
      name: 'packed',
      servers: servers.map(({ host, port }, i) => ({ host, port, name: `s${i}`, pacing: 'fast' })),
    };
    const file = project.write('lab.json', JSON.stringify(monitor));
    const { status, stdout, stderr } = await project.run(
      ntpDrift(),
      'lab',
      '--monitor',
      file,
      '--once',
      '--json',
    );
    await Promise.all(servers.map((server) => server.close()));
    expect(stderr).not.toMatch(/Error/);
    expect(status).toBe(0);
    const verdicts = JSON.parse(stdout).summary.servers.map(({ verdict }: { verdict: string }) => verdict);
    expect(verdicts).toEqual(['within', 'within', 'outside']);
  });

  test('and serves the page that was built beforehand', async () => {
    const { status, stdout } = await project.run(
      process.execPath,
      '-e',
      `require('./node_modules/ntp-drift-monitor/dist/lab/web/page-assets').loadAssets().then((assets) => {
         for (const [path, { content }] of assets) console.log(path, content.length > 100);
       })`,
    );
    expect([status, stdout]).toEqual([0, '/ true\n/page.js true\n/style.css true\n/icon.svg true\n']);
  });

  const ntpDrift = () => join(project.folder, 'node_modules', '.bin', 'ntp-drift');
});
