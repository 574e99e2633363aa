const { leftOut } = require('./testkit/requirements');

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/testkit/temporary-folder.js',
  maxWorkers: 3, // most tests wait for the network more than they compute
  // Sources, too: `jest -o` and `--findRelatedTests` follow imports only inside the roots.
  roots: [
    'bench',
    'bin',
    'cli',
    'integ',
    'jsii',
    'lab',
    'lambda',
    'lib',
    'packaging',
    'picture',
    'terminal',
    'test',
    'testkit',
  ].map((room) => `<rootDir>/${room}`),
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // What takes longer than a contributor waits is `npm run test:slow`; see jest.slow.config.js.
  testPathIgnorePatterns: ['/node_modules/', '\\.slow\\.test\\.ts$', ...leftOut()],
  modulePathIgnorePatterns: ['<rootDir>/(bench|integ)/node_modules/'], // for benchmarks only, and there only after one has run
  transform: { '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }] },
  // With --coverage, as in .ci/run. A change may raise the floor, never lower it.
  collectCoverageFrom: ['{cli,lab,lambda,lib,picture,terminal}/**/*.ts', '!lab/web/page/main.ts'],
  coverageReporters: ['text-summary'],
  coverageThreshold: { global: { statements: 90, branches: 83, functions: 89, lines: 90 } },
  testTimeout: 30_000,
};
