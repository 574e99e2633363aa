import { App } from 'aws-cdk-lib';
import { buildBundle } from '../lib/compute/bundle';
import { loadConfig } from '../lib/config/load';
import { IntegStack } from './integ-stack';

/** Context of the app, in the words of `cdk -c NAME=VALUE`. */
export interface IntegContext {
  /** The monitor.json that is tried; its name is replaced. */
  monitor: string;
  /** The monitor's and the stack's name. */
  name: string;
  synthesisedMs: number;
  revision: number;
}

/** What `npm run integ` deploys. */
async function synth(): Promise<void> {
  await buildBundle();
  const app = new App();
  const context = (key: keyof IntegContext) => String(app.node.getContext(key));
  const name = context('name');
  new IntegStack(app, name, {
    config: { ...loadConfig(context('monitor')), name },
    synthesisedMs: Number(context('synthesisedMs')),
    revision: Number(context('revision')),
  });
  app.synth();
}

if (require.main === module) {
  void synth();
}
