import type { Command } from 'commander';
import { loadConfig } from '../../lib/config/load';
import type { Terminal } from '../../terminal/plain-table';
import { EXIT, examples, exitCodes } from '../exit';
import { wholeNumber } from '../numbers';
import { requirePeers } from '../peer-packages';
import { withProgress } from '../progress';
import { readDeployedMonitor } from '../status/deployed-monitor';
import { monitorStatus } from '../status/monitor-status';
import { statusText } from '../status/status-text';

/** `ntp-drift status` */
export function addStatus(program: Command, print: (text: string) => void, terminal: Terminal): void {
  program
    .command('status')
    .description('what a deployed monitor has published of its last runs, and which of its alarms are on')
    .argument('[FILE]', 'the configuration that was deployed', 'monitor.json')
    .option('--runs <n>', 'how many runs to look back', wholeNumber(2, 1000), 24)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nRegion and credentials are found as the AWS SDK does (AWS_REGION, AWS_PROFILE, ...); they need ' +
        'cloudwatch:GetMetricData and cloudwatch:DescribeAlarms. Servers are not asked.',
    )
    .addHelpText('after', examples('ntp-drift status', 'AWS_PROFILE=ops ntp-drift status clocks.json --json'))
    .addHelpText(
      'after',
      exitCodes('no alarm is on', 'one is, the monitor has none here, or CloudWatch could not be asked'),
    )
    .action(async (file: string, { runs, json }: { runs: number; json?: true }) => {
      requirePeers('sdk', 'status');
      const config = loadConfig(file);
      const asking = withProgress(process.stderr, 'Asking CloudWatch', readDeployedMonitor(config, runs));
      try {
        const status = monitorStatus(config, await asking);
        print(json ? JSON.stringify(status, null, 2) : statusText(status, terminal));
        const hasAlarms = Object.keys(status.alarmStates).length > 0;
        process.exitCode = hasAlarms && status.alarms.length === 0 ? EXIT.ok : EXIT.failed;
      } catch (error) {
        process.stderr.write(`${awsFailureText(error as Error)}\n`);
        process.exitCode = EXIT.failed;
      }
    });
}

/** What went wrong at AWS, and which of its settings to look at. */
function awsFailureText({ name, message }: Error): string {
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_CLOUDWATCH, AWS_ENDPOINT_URL } =
    process.env;
  const endpoint = AWS_ENDPOINT_URL_CLOUDWATCH || AWS_ENDPOINT_URL;
  const region = AWS_REGION || AWS_DEFAULT_REGION || "the profile's";
  return (
    `CloudWatch could not be asked (region: ${region}, profile: ${AWS_PROFILE ?? 'default'}): ${name}: ` +
    `${message.replace(/\.$/, '')}. Set AWS_REGION to the region of the stack, and sign in, for example with ` +
    '`aws sso login` or AWS_PROFILE, as somebody who may cloudwatch:GetMetricData and cloudwatch:DescribeAlarms.' +
    (endpoint
      ? ` The environment asks ${endpoint} in place of AWS: unset AWS_ENDPOINT_URL unless that is meant.`
      : '')
  );
}
