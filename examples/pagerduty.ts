import { App, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { NtpDriftMonitor } from 'ntp-drift-monitor';

// What pages opens an incident, what can wait is mailed. The integration's URL contains its key: it is read at deployment
// and stands neither in git nor in the template.
const app = new App();
const stack = new Stack(app, 'Clocks');
const integrationUrl = StringParameter.valueForStringParameter(stack, '/clocks/pagerduty-url');

new NtpDriftMonitor(stack, 'Clocks', {
  monitorName: 'clocks',
  servers: [{ host: 'ntp1.example.com' }, { host: 'ntp2.example.com' }, { host: 'ntp3.example.com' }],
  notify: { https: [integrationUrl], warn: { email: ['clocks@example.com'] } },
});
