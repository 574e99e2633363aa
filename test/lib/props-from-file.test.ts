import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import { CODE, monitorJson, newApp, onlyResource } from '../../testkit/stack/synthesise';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'from-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The construct of a monitor.json with changes, in a stack of its own. */
function fromFile(changes: Record<string, unknown>): { monitor: NtpDriftMonitor; template: Template } {
  const file = join(folder, 'monitor.json');
  writeFileSync(file, JSON.stringify(monitorJson(changes)));
  const stack = new Stack(newApp(), 'Test');
  const monitor = NtpDriftMonitor.fromFile(stack, 'Clocks', file, { code: CODE, memorySize: 1024 });
  return { monitor, template: Template.fromStack(stack) };
}

test('A monitor from a file is what the file says, deployed as its resources say', () => {
  const { monitor, template } = fromFile({ name: 'clocks', limitMs: 7 });
  expect(monitor.monitorName).toBe('clocks');
  expect(onlyResource(template, 'AWS::Scheduler::Schedule').Target.Input).toContain('"limitMs":7');
  template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
});

test('The ids of a VPC in the file are where its function runs', () => {
  const { template } = fromFile({ vpc: { id: 'vpc-12345678', subnetIds: ['subnet-12345678'] } });
  template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-12345678'] } });
});

test('A file that is wrong is refused by its name', () => {
  expect(() => fromFile({ limitMs: -1 })).toThrow(/monitor\.json has a problem:\n {2}limitMs is -1/);
});
