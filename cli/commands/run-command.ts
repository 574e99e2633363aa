import { appendFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { summarise } from '../../lambda/monitor/reading';
import { loadConfig } from '../../lib/config/load';
import { reportHtml } from '../../picture/report-html';
import { INDENT, painter, type Terminal } from '../../terminal/plain-table';
import { readingsText } from '../../terminal/readings-text';
import { EXIT, examples, exitCodes, exitOf } from '../exit';
import { requirePeers } from '../peer-packages';
import { withProgress } from '../progress';
import { CSV_HEAD, csvLines, csvOption } from '../reading-csv';
import { readingJson } from '../reading-json';
import { type MonitorRun, runMonitor } from '../run/run-monitor';

interface RunCommandOptions {
  publish: boolean;
  verbose: boolean;
  json?: true;
  csv?: true;
  html?: string;
}

/** `ntp-drift run` */
export function addRun(program: Command, print: (text: string) => void, terminal: Terminal): void {
  program
    .command('run')
    .description('ask the servers of a monitor.json once, as the function would, and judge them')
    .argument('[FILE]', 'the configuration', 'monitor.json')
    .option('--publish', 'put the metrics into CloudWatch, too', false)
    .option('--verbose', "show every server's delay, stratum, vote and address", false)
    .option('--html <file>', 'write a report, too, as one HTML file that needs nothing else')
    .option('--json', 'print one JSON document')
    .addOption(csvOption('print one line per server, below a line with the columns'))
    .addHelpText(
      'after',
      '\nNothing is published without --publish. With it, region and credentials are found as the AWS SDK does ' +
        '(AWS_REGION, AWS_PROFILE, ...), and AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_CLOUDWATCH may name another endpoint.',
    )
    .addHelpText(
      'after',
      examples(
        'ntp-drift run',
        'ntp-drift run clocks.json --json',
        'ntp-drift run --html report.html',
        'AWS_PROFILE=ops ntp-drift run --publish',
      ),
    )
    .addHelpText(
      'after',
      exitCodes(
        'every server answered usably and none is proven outside its limit',
        'one did not or one is, none could be judged, or the metrics were not published',
      ),
    )
    .action(async (file: string, options: RunCommandOptions) => {
      if (options.publish) {
        requirePeers('sdk', 'run --publish');
      }
      if (options.html !== undefined) {
        appendFileSync(options.html, ''); // fails before anything is asked where the file can't be written
      }
      const runs: MonitorRun[] = [];
      const pending = runMonitor(loadConfig(file), options.publish);
      for (;;) {
        const next = await withProgress(process.stderr, `Asking the servers of ${file}`, pending.next());
        if (next.done) {
          break;
        }
        runs.push(next.value);
        if (!options.json && !options.csv) {
          print(monitorRunText(next.value, terminal, options.verbose));
        }
      }
      printDocument(runs, options, print);
      process.exitCode = Math.max(...runs.map(exitOfRun));
    });
}

function printDocument(
  runs: readonly MonitorRun[],
  options: RunCommandOptions,
  print: (text: string) => void,
): void {
  if (options.json) {
    print(JSON.stringify({ runs: runs.map(monitorRunJson) }, null, 2));
  } else if (options.csv) {
    print([CSV_HEAD, ...runs.flatMap(({ result }) => csvLines(result))].join('\n'));
  }
  if (options.html !== undefined) {
    writeFileSync(options.html, reportHtml(runs.map(({ result }) => result)));
  }
}

function monitorRunJson({ result, durationMs, published }: MonitorRun): object {
  return { summary: { ...result, servers: result.servers.map(readingJson) }, durationMs, published };
}

function exitOfRun({ result, published }: MonitorRun): number {
  return published?.error === undefined ? exitOf(result) : EXIT.failed;
}

function monitorRunText(
  { result, durationMs, published }: MonitorRun,
  terminal: Terminal,
  verbose: boolean,
): string {
  const readings = readingsText(summarise(result), terminal, { title: result.monitor, durationMs, verbose });
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
