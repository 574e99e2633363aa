import { App, Duration, Stack } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { type MonitoredServer, NtpDriftMonitor } from 'ntp-drift-monitor';

// Counts and distributions for a thousand servers, and metrics of a single one only while it is not well.
const app = new App();
const stack = new Stack(app, 'Fleet');

const timeServers = ['ntp1', 'ntp2', 'ntp3', 'ntp4'].map(
  (name): MonitoredServer => ({ host: `${name}.example.com` }),
);
const machines = Array.from(
  { length: 1000 },
  (_, i): MonitoredServer => ({
    host: `m${i}.example.com`,
    role: 'target',
    pacing: 'fast',
    severity: 'warn',
  }),
);

new NtpDriftMonitor(stack, 'Fleet', {
  monitorName: 'fleet',
  detail: 'fleet',
  schedule: ScheduleExpression.rate(Duration.minutes(5)),
  servers: [...timeServers, ...machines],
  notify: { email: ['clocks@example.com'] },
  costCeilingUsd: 50,
});
