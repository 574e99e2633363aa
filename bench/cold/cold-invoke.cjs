/**
 * One cold invocation, as Lambda's runtime makes it: loads the deployed bundle, calls its handler once, ends.
 * Reports on file descriptor 3 what came out and what it cost; the handler's log goes to stdout as ever.
 * Usage: node cold-invoke.cjs FOLDER_OF_THE_BUNDLE EVENT
 */
const { readFileSync, writeSync } = require('node:fs');
const path = require('node:path');

const [folder, event] = process.argv.slice(2);
const COLD_TIMEOUT_MS = 45_000;

/** Of the whole process so far: milliseconds since it began, and of all its threads' CPU. */
function usage() {
  const { user, system } = process.cpuUsage();
  return { wallMs: performance.now(), cpuMs: (user + system) / 1000 };
}

/** Not resourceUsage().maxRSS: that counts what the parent had before this program replaced it. */
function peakRssMb() {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return kilobytes / 1024;
}

async function main() {
  const booted = usage();
  const { handler } = require(path.join(path.resolve(folder), 'index.js'));
  const loaded = usage();
  const context = {
    awsRequestId: 'bench',
    getRemainingTimeInMillis: () => COLD_TIMEOUT_MS - (performance.now() - loaded.wallMs),
  };
  const { servers } = await handler(JSON.parse(event), context);
  const answered = usage();
  writeSync(3, JSON.stringify({ reading: servers[0], booted, loaded, answered, peakRssMb: peakRssMb() }));
}

void main();
