import { Publisher } from '../../lambda/function/cloudwatch-publisher';
import { parseEvent } from '../../lambda/monitor/event';
import { run, systemDependencies } from '../../lambda/monitor/run';

/**
 * One polite run in a fresh process, with the SDK loaded beside it as the function does, or without. Prints errors
 * in microseconds as JSON. Usage: node once.js PORT with|without
 */
const [port, sdk] = process.argv.slice(2);
const SERVERS = 10;
const MAX_MS = 30_000;

const servers = Array.from({ length: SERVERS }, (_, i) => ({ host: `127.1.0.${i}`, port: Number(port) }));
const publisher = new Publisher();
const plan = parseEvent({ monitor: 'sdk', reference: 'clock', servers });
void run(plan, systemDependencies(), {
  deadlineMs: performance.now() + MAX_MS,
  ...(sdk === 'with' && { onIdle: publisher.load }),
}).then((result) => console.log(JSON.stringify(result.servers.map(({ offsetMs }) => offsetMs! * 1000))));
