import { join } from 'node:path';
import { createApp } from '../lib/app';
import { buildBundle } from '../lib/bundle';
import { ConfigError } from '../lib/problem';

/** What `npx cdk synth` and `npx cdk deploy` run. */
try {
  buildBundle();
  createApp(join(__dirname, '..', 'monitor.json')).synth();
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
