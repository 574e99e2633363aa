import { App, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { NtpDriftMonitor } from 'ntp-drift-monitor';

// An encrypted topic that only takes TLS. It and its key get the statements by which CloudWatch may publish.
const app = new App();
const stack = new Stack(app, 'Clocks');
const masterKey = new Key(stack, 'Key', { enableKeyRotation: true });
const topic = new Topic(stack, 'Operations', { masterKey, enforceSSL: true });

const monitor = new NtpDriftMonitor(stack, 'Clocks', {
  monitorName: 'clocks',
  servers: [{ host: 'ntp1.example.com' }, { host: 'ntp2.example.com' }, { host: 'ntp3.example.com' }],
  topic,
});

// The monitor's metrics are there for alarms of one's own.
monitor
  .metricOffset('ntp1.example.com')
  .createAlarm(stack, 'FarAhead', { threshold: 1000, evaluationPeriods: 3 })
  .addAlarmAction(new SnsAction(topic));
