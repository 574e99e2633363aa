const { existsSync } = require('node:fs');
const { findChronyd, findProgram } = require('./ntp/find-chronyd');

const FAKETIME_PLACES = ['x86_64', 'aarch64'].map(
  (cpu) => `/usr/lib/${cpu}-linux-gnu/faketime/libfaketimeMT.so.1`,
);

/** @returns {string | undefined} the path of libfaketime: in FAKETIME_LIBRARY, or where Debian puts it */
function findFaketime() {
  return [process.env.FAKETIME_LIBRARY ?? '', ...FAKETIME_PLACES].find((file) => existsSync(file));
}

/** @returns {string | undefined} the path of a Chromium: in CHROMIUM, or on the PATH */
function findChromium() {
  const named = process.env.CHROMIUM;
  return named && existsSync(named) ? named : (findProgram('chromium') ?? findProgram('chromium-browser'));
}

/** What some tests need beside Node; plain JavaScript, because Jest asks before anything is transformed. */
const REQUIREMENTS = [
  { tests: '/test/real/(chronyd|path)', debian: 'chrony', variable: 'CHRONYD', find: findChronyd },
  {
    tests: '/test/real/(stepped|own)',
    debian: 'libfaketime',
    variable: 'FAKETIME_LIBRARY',
    find: findFaketime,
  },
  { tests: '/test/browser/', debian: 'chromium', variable: 'CHROMIUM', find: findChromium },
];

/**
 * The tests that can't run here, as patterns of their paths; stderr says which and why.
 * @throws Error instead if REQUIRE_EVERY_TEST=1, as in CI
 */
function leftOut() {
  return REQUIREMENTS.filter(({ find }) => find() === undefined).map(({ tests, debian, variable }) => {
    const remedy = `install ${debian} (Debian: apt-get install ${debian}), or set ${variable} to its path`;
    if (process.env.REQUIRE_EVERY_TEST === '1') {
      throw new Error(`REQUIRE_EVERY_TEST is set, and the tests ${tests} can't run: ${remedy}.`);
    }
    process.stderr.write(`Leaving out the tests ${tests}: ${remedy}.\n`);
    return tests;
  });
}

module.exports = { findChromium, findFaketime, leftOut };
