import { join } from 'node:path';
import { costText } from '../cli/explain/cost-text';
import { createApp } from '../lib/app';
import { ConfigError } from '../lib/config/config-error';
import { PACKAGE_ROOT } from '../lib/config/package-root';
import { costReports } from '../lib/cost-report';
import { terminalOf } from '../terminal/plain-table';

/** The CDK app around the function that is in dist/: synthesises, and says what it costs. */
try {
  const app = createApp(join(PACKAGE_ROOT, 'monitor.json'));
  app.synth();
  const terminal = terminalOf(process.stderr);
  console.error(
    costReports(app)
      .map((report) => costText(report, terminal))
      .join('\n\n'),
  );
} catch (error) {
  if (!(error instanceof ConfigError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
