import { join } from 'node:path';
import { createApp } from '../lib/app';
import { buildBundle } from '../lib/bundle';
import { costReports } from '../lib/cost-report';
import { ConfigError } from '../lib/problem';

/** What `npx cdk synth` and `npx cdk deploy` run. */
try {
  buildBundle();
  const app = createApp(join(__dirname, '..', 'monitor.json'));
  app.synth();
  console.error(costReports(app).join('\n\n'));
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
