import type { Command } from 'commander';
import { requirePeers } from '../peer-packages';

/** `ntp-drift lab`: the lab's own command line, which brings its own options and help. */
export function addLab(program: Command): void {
  program
    .command('lab')
    .description('run the whole monitor on this machine, with NTP servers that lie and a page to watch')
    .argument('[OPTIONS...]')
    .usage('[options]')
    .helpOption(false)
    .allowUnknownOption()
    .action(async (options: string[]) => {
      requirePeers('cdk', 'lab');
      const { labMain } = await import('../../lab/lab-command-line');
      process.stdout.removeAllListeners('error'); // the lab has more to end than this process
      process.exitCode = await labMain([process.execPath, 'ntp-drift', ...options], 'ntp-drift lab');
    });
}
