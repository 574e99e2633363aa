import { App, Stack } from 'aws-cdk-lib';
import { NtpDriftMonitor } from 'ntp-drift-monitor';

// Four voters of different operators decide what time it is; a server of one's own is judged by them.
const app = new App();
const stack = new Stack(app, 'Clocks');

new NtpDriftMonitor(stack, 'Clocks', {
  monitorName: 'clocks',
  limitMs: 50,
  servers: [
    { host: 'time.cloudflare.com' },
    { host: 'ptbtime1.ptb.de' },
    { host: 'ntp.se' },
    { host: 'ntp1.inrim.it' },
    { host: 'ntp.example.com', name: 'ours', role: 'target' },
  ],
  notify: { email: ['clocks@example.com'] },
});
