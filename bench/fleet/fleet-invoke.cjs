/**
 * One invocation of the deployed bundle for a fleet of N servers, every one at an address of its own on
 * loopback. Prints one line of JSON on stderr. Usage: node fleet-invoke.cjs FOLDER_OF_THE_BUNDLE PORT N
 */
const path = require('node:path');

const [folder, port, count] = process.argv.slice(2);
const servers = Array.from({ length: Number(count) }, (_, i) => ({
  host: `127.1.${i >> 8}.${i & 255}`,
  port: Number(port),
}));
const MAX_FLEET_MS = 60_000;

async function main() {
  const { handler } = require(path.join(path.resolve(folder), 'index.js'));
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const summary = await handler(
    { monitor: 'fleet', reference: 'clock', servers },
    { awsRequestId: 'fleet', getRemainingTimeInMillis: () => MAX_FLEET_MS - (performance.now() - startMs) },
  );
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(cpu);
  console.error(
    JSON.stringify({
      wallMs,
      cpuMs: (user + system) / 1000,
      peakMb: process.resourceUsage().maxRSS / 1024,
      errorsUs: summary.servers.flatMap(({ offsetMs }) => (offsetMs === null ? [] : [offsetMs * 1000])),
    }),
  );
}

void main();
