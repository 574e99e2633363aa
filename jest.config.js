const { findChronyd } = require('./lab/find-chronyd');

/**
 * Tests against real servers need chronyd. Where it is missing they are left out, and this says so; with
 * REQUIRE_CHRONYD=1, as in CI, that is an error.
 */
function leftOut() {
  if (findChronyd() !== undefined) {
    return [];
  }
  const remedy = 'install chrony (Debian: apt-get install chrony), or set CHRONYD to the path of chronyd.';
  if (process.env.REQUIRE_CHRONYD === '1') {
    throw new Error(`REQUIRE_CHRONYD is set, and chronyd was not found: ${remedy}`);
  }
  process.stderr.write(`Leaving out test/real, because chronyd was not found: ${remedy}\n`);
  return ['<rootDir>/test/real/'];
}

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: 3, // most tests wait for the network more than they compute
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['/node_modules/', ...leftOut()],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  testTimeout: 30_000,
};
