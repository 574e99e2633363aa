import { MIN_VOTERS } from '../../lambda/monitor/defaults';
import { SERVER_DEFAULTS } from '../../lambda/monitor/server-keys';
import type { HostAndPort } from '../query/target';

/** What `init` asks for. */
export interface Choices {
  name: string;
  limitMs: number;
  schedule: string;
  servers: readonly HostAndPort[];
  email?: string;
}

/** Operators that offer these servers to the public, four of them independent of each other (RFC 8633, section 3.2). */
export const PUBLIC_SERVERS = [
  'time.cloudflare.com',
  'ntp.netnod.se',
  'ptbtime1.ptb.de',
  'ntp.time.nl',
] as const;

/** A monitor.json that says why each choice was made; comments are allowed in it. */
export function initialMonitorJson({ name, limitMs, schedule, servers, email }: Choices): string {
  const listed = servers.map(({ host, port }) => {
    const ofPort = port === SERVER_DEFAULTS.port ? '' : `, "port": ${port}`;
    return `    { "host": ${JSON.stringify(host)}${ofPort} }`;
  });
  const voters =
    servers.length < MIN_VOTERS
      ? `  // Fewer than ${MIN_VOTERS} servers can't outvote a wrong one: these are judged by the function's own clock.\n  "reference": "clock",\n`
      : '  // 4 or more servers of different operators survive a wrong one and a silent one (RFC 8633, section 3.2).\n';
  return `{
  // "$schema": "./node_modules/ntp-drift-monitor/monitor.schema.json" lets an editor check this file.
  // The dimension "Monitor" of every metric, and the beginning of every alarm's name.
  "name": ${JSON.stringify(name)},
  // Ask servers of others at most every 5 minutes; your own may be asked every minute.
  "schedule": ${JSON.stringify(schedule)},
  // A server pages when it is proven to be further off than this. Over the Internet less than 50 ms is hard to prove.
  "limitMs": ${limitMs},
${voters}  "servers": [
${listed.join(',\n')}
  ],
  // Everyone named here confirms four mails of SNS: for pages, for warnings, and for the ends of both.
  "notify": { "email": [${email === undefined ? '' : JSON.stringify(email)}] }
}
`;
}
