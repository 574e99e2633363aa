const { accessSync, constants } = require('node:fs');
const path = require('node:path');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds Chromium: in the environment variable CHROMIUM, or on the PATH. Plain JavaScript, because Jest's
 * configuration asks before anything is transformed.
 * @returns {string | undefined} its path
 */
function findChromium() {
  const candidates = process.env.CHROMIUM
    ? [process.env.CHROMIUM]
    : (process.env.PATH ?? '')
        .split(path.delimiter)
        .flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return candidates.find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

module.exports = { findChromium };
