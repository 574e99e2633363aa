import { App, type AppProps } from 'aws-cdk-lib';
import { loadConfigs } from './config/load';
import { MonitorStack } from './monitor-stack';

/**
 * The CDK app; `synth()` it. The context `monitor` (`cdk synth -c monitor=PATH`) names another configuration.
 * Monitors with different names are different stacks.
 *
 * @param defaultFile the configuration without that context
 * @throws ConfigError listing everything that is wrong with the configuration
 */
export function createApp(defaultFile: string, props?: AppProps): App {
  // Without the CLI's own synthesis at exit, which would write an empty assembly for a refused configuration.
  const app = new App({ autoSynth: false, ...props });
  const file: unknown = app.node.tryGetContext('monitor');
  for (const config of loadConfigs(typeof file === 'string' ? file : defaultFile)) {
    new MonitorStack(app, config.stackName, { config });
  }
  return app;
}
