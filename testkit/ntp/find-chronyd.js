const { accessSync, constants } = require('node:fs');
const path = require('node:path');

/** Where Debian and others put a daemon that an ordinary user's PATH doesn't have. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin', '/opt/homebrew/sbin'];

/**
 * Finds chronyd: in the environment variable CHRONYD, on the PATH, or where systems keep their daemons.
 * Plain JavaScript, because Jest's configuration asks before anything is transformed.
 * @returns {string | undefined} its path
 */
function findChronyd() {
  const named = process.env.CHRONYD;
  if (named) {
    return isExecutable(named) ? named : undefined;
  }
  return findProgram('chronyd');
}

/** @returns {string | undefined} a program's path */
function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

module.exports = { findChronyd, findProgram };
