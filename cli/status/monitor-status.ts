import { judge } from '../../lambda/monitor/judge';
import type { Verdict } from '../../lambda/monitor/reading';
import type { ResolvedConfig } from '../../lib/config/resolved-config';
import type { AlarmStatus, DeployedMonitor, PublishedReading } from './deployed-monitor';

/** How one server has been, as its metrics tell. */
interface ServerStatus {
  server: string;
  limitMs: number;
  /** Of the newest run that anything was published of; null: of none. */
  verdict: Verdict | null;
  offsetMs: number | null;
  uncertaintyMs: number | null;
  /** Oldest first; null: nothing was published. */
  history: (Verdict | null)[];
}

/** What a deployed monitor says of its last runs. */
export interface MonitorStatus {
  monitor: string;
  /** ISO 8601: the end of the last run's period. */
  time: string;
  /** Those that are on. */
  alarms: string[];
  /** How many there are in each state. */
  alarmStates: Record<string, number>;
  servers: ServerStatus[];
}

/** Judges what was published, as the function did: a verdict is no metric, and follows from those that are. */
export function monitorStatus(config: ResolvedConfig, deployed: DeployedMonitor): MonitorStatus {
  return {
    monitor: config.name,
    time: new Date(deployed.endMs).toISOString(),
    alarms: deployed.alarms.filter(({ state }) => state === 'ALARM').map(({ name }) => name),
    alarmStates: countStates(deployed.alarms),
    servers: config.servers.flatMap(({ name, limitMs }) => {
      const readings = deployed.readings.get(name);
      return readings ? [serverStatus(name, limitMs, readings)] : [];
    }),
  };
}

function serverStatus(server: string, limitMs: number, readings: readonly PublishedReading[]): ServerStatus {
  const history = readings.map((reading) => publishedVerdict(reading, limitMs));
  const last = history.findLastIndex((verdict) => verdict !== null);
  const { offset = null, uncertainty = null } = readings[last] ?? {};
  return {
    ...{ server, limitMs, verdict: history[last] ?? null },
    ...{ offsetMs: offset, uncertaintyMs: uncertainty, history },
  };
}

function publishedVerdict(
  { usable, offset, uncertainty }: PublishedReading,
  limitMs: number,
): Verdict | null {
  if (usable === null) {
    return null;
  }
  if (usable < 1) {
    return 'unusable';
  }
  return offset === null || uncertainty === null
    ? 'uncertain'
    : judge({ offsetMs: offset, uncertaintyMs: uncertainty }, limitMs);
}

function countStates(alarms: readonly AlarmStatus[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of alarms) {
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}
