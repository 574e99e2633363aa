import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { ResolvedConfig } from './config/resolved-config';
import { MonitorStack } from './monitor-stack';

/**
 * The stack of a configuration to be looked at, without the function's code and without a file being written.
 * @throws ConfigError when it costs more than its ceiling
 */
export function dryRun(config: ResolvedConfig): MonitorStack {
  const code = Code.fromInline('-');
  return new MonitorStack(new App({ autoSynth: false }), config.stackName, { config, code });
}
