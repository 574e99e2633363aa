import { App, Stack } from 'aws-cdk-lib';
import { NtpDriftMonitor } from 'ntp-drift-monitor';

// The same servers, watched from two places: a fault that only one of them sees is in its network.
const app = new App();

for (const region of ['eu-central-1', 'us-east-1']) {
  const stack = new Stack(app, `Clocks-${region}`, { env: { account: '111122223333', region } });
  new NtpDriftMonitor(stack, 'Clocks', {
    monitorName: 'clocks',
    servers: ['ntp1', 'ntp2', 'ntp3', 'ntp4'].map((name) => ({ host: `${name}.example.com` })),
    notify: { email: [`clocks+${region}@example.com`] },
  });
}
