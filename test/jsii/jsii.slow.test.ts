import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MetricMethods } from '../../lib/metric-methods';

/** The construct in the other languages of the CDK: `npm run jsii`, and what comes of it. */
const ROOT = join(__dirname, '..', '..');
const STAGE = join(ROOT, '.cache', 'jsii');
const LANGUAGES = ['python', 'java', 'csharp', 'go'];

interface Member {
  name: string;
  static?: true;
  optional?: true;
}

let types: Record<string, { kind: string; methods?: Member[]; properties?: Member[] }>;

beforeAll(() => {
  execFileSync(process.execPath, ['--import', 'tsx', join('jsii', 'main.ts')], { cwd: ROOT, stdio: 'pipe' });
  types = JSON.parse(readFileSync(join(STAGE, '.jsii'), 'utf8')).types;
}, 600_000);

const names = (members: Member[] = []) => members.map(({ name }) => name);

test('The manifest has the construct with a static fromFile and every metric of TypeScript', () => {
  const { kind, methods } = types['ntp-drift-monitor.NtpDriftMonitor']!;
  expect(kind).toBe('class');
  expect(methods!.filter((method) => method.static).map(({ name }) => name)).toEqual(['fromFile']);
  const metrics = Object.getOwnPropertyNames(MetricMethods.prototype).filter((name) => /^metric/.test(name));
  expect(metrics.length).toBeGreaterThan(10);
  expect(names(methods)).toEqual(expect.arrayContaining(metrics));
});

test('Every prop of TypeScript is a prop there, and two are required', () => {
  const { properties } = types['ntp-drift-monitor.NtpDriftMonitorProps']!;
  const source = readFileSync(join(ROOT, 'lib', 'ntp-drift-monitor-props.ts'), 'utf8');
  const props = [...source.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name!);
  expect(names(properties).sort()).toEqual(props.sort());
  expect(names(properties!.filter(({ optional }) => !optional)).sort()).toEqual(['monitorName', 'servers']);
});

test('Examples compile against it, and are translated into every language', () => {
  const { snippets } = JSON.parse(readFileSync(join(STAGE, 'examples.tabl.json'), 'utf8'));
  const found = Object.values<{ translations: Record<string, { source: string }>; didCompile: boolean }>(
    snippets,
  );
  expect(found).toHaveLength(3);
  for (const { didCompile, translations } of found) {
    expect(didCompile).toBe(true);
    expect(Object.keys(translations)).toEqual(expect.arrayContaining(LANGUAGES));
    expect(translations.python!.source).toContain('from ntp_drift_monitor import NtpDriftMonitor');
    expect(translations.java!.source).toContain('NtpDriftMonitor.Builder.create(stack, "Clocks")');
  }
});

test('What was compiled synthesises a monitor.json with the function in it', () => {
  const out = join(STAGE, 'cdk.out');
  rmSync(out, { recursive: true, force: true });
  const monitor = join(STAGE, 'monitor.json');
  writeFileSync(
    monitor,
    JSON.stringify({ name: 'clocks', servers: ['a.example', 'b.example', 'c.example'] }),
  );
  const app = `
    const { App, Stack } = require('aws-cdk-lib');
    const { NtpDriftMonitor } = require('.');
    const app = new App({ outdir: ${JSON.stringify(out)} });
    const monitor = NtpDriftMonitor.fromFile(new Stack(app, 'Clocks'), 'Clocks', ${JSON.stringify(monitor)});
    monitor.metricOffset('a.example');
    app.synth();
    console.log(monitor.alarm('outside', 'a.example').alarmName !== undefined, monitor.monthlyUsd > 1);
  `;
  const printed = execFileSync(process.execPath, ['-e', app], {
    cwd: STAGE,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  expect(printed).toBe('true true\n');
  const asset = readdirSync(out).find((name) => name.startsWith('asset.'))!;
  expect(existsSync(join(out, asset, 'cloudwatch.js'))).toBe(true);
});
