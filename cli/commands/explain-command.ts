import type { Command } from 'commander';
import { loadConfig } from '../../lib/config/load';
import type { Terminal } from '../../terminal/plain-table';
import { EXIT, examples, exitCodes } from '../exit';
import { requirePeers } from '../peer-packages';

/** `ntp-drift explain` */
export function addExplain(program: Command, print: (text: string) => void, terminal: Terminal): void {
  program
    .command('explain')
    .description('say what a monitor.json would deploy: servers, alarms, metrics, resources, price')
    .argument('[FILE]', 'the configuration', 'monitor.json')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nNeeds neither an AWS account nor the network.')
    .addHelpText('after', examples('ntp-drift explain', 'ntp-drift explain clocks.json --json'))
    .addHelpText('after', exitCodes('it can be deployed'))
    .action(async (file: string, options: { json?: true }) => {
      requirePeers('cdk', 'explain');
      const config = loadConfig(file);
      // The CDK takes a second or two to load, which the other commands need not wait for.
      const { explain } = await import('../../lib/explain');
      const { explanationText } = await import('../explain/render-explain');
      const explanation = explain(config);
      print(
        options.json ? JSON.stringify(explanation, null, 2) : explanationText(explanation, config, terminal),
      );
      process.exitCode = explanation.problems.length === 0 ? EXIT.ok : EXIT.usage;
    });
}
