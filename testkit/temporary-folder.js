const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * Gives the tests a folder for temporary files that ends with them. The CDK leaves one assembly there for each
 * synthesis, thousands in a run. Jest calls this before it starts its workers, which inherit the variable.
 */
module.exports = function useTemporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'ntp-drift-tests-'));
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  // A signal alone would end the process without its `exit`.
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
};
