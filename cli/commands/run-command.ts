import type { Command } from 'commander';
import { loadConfig } from '../../lib/config/load';
import { INDENT, painter, type Terminal } from '../../terminal/plain-table';
import { readingsText } from '../../terminal/readings-text';
import { EXIT, examples, exitCodes } from '../exit';
import { type MonitorRun, runMonitor } from '../run/run-monitor';

/** `ntp-drift run` */
export function addRun(program: Command, print: (text: string) => void, terminal: Terminal): void {
  program
    .command('run')
    .description('ask the servers of a monitor.json once, as the function would, and judge them')
    .argument('[FILE]', 'the configuration', 'monitor.json')
    .option('--publish', 'put the metrics into CloudWatch, too', false)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Nothing is published without --publish. With it, region and credentials are found as the AWS SDK does (AWS_REGION,
AWS_PROFILE, ...), and AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_CLOUDWATCH may name another endpoint.`,
    )
    .addHelpText(
      'after',
      examples(
        'ntp-drift run',
        'ntp-drift run clocks.json --json',
        'AWS_PROFILE=ops ntp-drift run --publish',
      ),
    )
    .addHelpText(
      'after',
      exitCodes('every server answered usably', 'one did not, or the metrics were not published'),
    )
    .action(async (file: string, options: { publish: boolean; json?: true }) => {
      const runs: MonitorRun[] = [];
      for await (const each of runMonitor(loadConfig(file), options.publish)) {
        runs.push(each);
        if (!options.json) {
          print(runText(each, terminal));
        }
      }
      if (options.json) {
        print(JSON.stringify({ runs }, null, 2));
      }
      process.exitCode = runs.every(isWell) ? EXIT.ok : EXIT.failed;
    });
}

function isWell({ summary, published }: MonitorRun): boolean {
  return published?.error === undefined && summary.servers.every(({ verdict }) => verdict !== 'unusable');
}

function runText({ summary, durationMs, published }: MonitorRun, terminal: Terminal): string {
  const readings = readingsText(summary.monitor, summary, durationMs, terminal);
  return `${readings}\n${INDENT}${publicationText(published, terminal)}`;
}

function publicationText(published: MonitorRun['published'], terminal: Terminal): string {
  if (published === null) {
    return 'Nothing was published; --publish does.';
  }
  return published.error === undefined
    ? `CloudWatch took ${published.metrics} metrics.`
    : painter(terminal)(
        'red',
        `CloudWatch did not take the metrics: ${published.error}\n` +
          `${INDENT}Check AWS_REGION, the credentials and their right to cloudwatch:PutMetricData, and AWS_ENDPOINT_URL.`,
      );
}
