const { coverageThreshold: _, ...quick } = require('./jest.config');

/**
 * `npm run test:slow`: campaigns, many syntheses, packed tarballs and played days, in files named *.slow.test.ts.
 * @type {import('jest').Config}
 */
module.exports = {
  ...quick,
  testMatch: ['<rootDir>/test/**/*.slow.test.ts'],
  testPathIgnorePatterns: quick.testPathIgnorePatterns.filter((pattern) => !pattern.includes('slow')),
  testTimeout: 300_000,
  maxConcurrency: 3, // labs whose packets wait for each other measure queues of their own
};
