/**
 * monitor.json, and the props of the construct that have the same keys, as people write them. These interfaces are
 * what other packages see; a test holds them equal to the schema, which checks values.
 */
import type { Notify } from './parts/notify-input';

/** An NTP server to watch. */
export interface MonitoredServer {
  /** Host name, IPv4 or IPv6 address. */
  readonly host: string;
  /**
   * Stable identity: the dimension `Server`, and part of its alarms' names. Keep it when the host changes.
   * @default - the host
   */
  readonly name?: string;
  /**
   * UDP port, 1 to 65535.
   * @default 123
   */
  readonly port?: number;
  /**
   * 'reference' votes for reference time and is judged by it; 'target' is judged only.
   * @default 'reference'
   */
  readonly role?: 'reference' | 'target';
  /**
   * 'polite' is 4 samples 2 s apart; 'fast' is 8 samples back to back, for servers of your own.
   * @default 'polite'
   */
  readonly pacing?: 'polite' | 'fast';
  /**
   * True for a server that smears leap seconds. It can't vote beside servers that don't.
   * @default false
   */
  readonly smeared?: boolean;
  /**
   * True lets a server vote that follows no source: its clock drifts, and reference time with it.
   * @default false
   */
  readonly freeRunning?: boolean;
  /**
   * Whether the server's own alarms wake people ('page') or can wait until the morning ('warn').
   * @default 'page'
   */
  readonly severity?: 'page' | 'warn';
  /**
   * How old the server's reference timestamp may be, in milliseconds above 0, before it counts as cut off.
   * @default 3600000
   */
  readonly maxReferenceAgeMs?: number;
  /**
   * The server's own limit in milliseconds, above 0.
   * @default - the monitor's limit
   */
  readonly limitMs?: number;
}

/** One of the servers as the judge of the others. */
export interface ReferenceServer {
  /** Its name. */
  readonly server: string;
}

/** A time in which nobody is told of some servers' trouble. It begins by `cron`, again and again, or `at`, once. */
export interface Maintenance {
  /**
   * Five fields: minutes, hours, day of month, month, weekday, such as `0 2 * * SUN`.
   * @default - `at` says when
   */
  readonly cron?: string;
  /**
   * A date and a time, such as `2026-12-24T02:00`.
   * @default - `cron` says when
   */
  readonly at?: string;
  /**
   * The time zone that `cron` and `at` are in, such as `Europe/Stockholm`.
   * @default 'UTC'
   */
  readonly timeZone?: string;
  /** How long it lasts: 1 minute to 15 days. */
  readonly minutes: number;
  /**
   * Names of the servers that it is for.
   * @default - every server
   */
  readonly servers?: string[];
}

/** A VPC by its ids. */
export interface VpcIds {
  /** The VPC that the function runs in. */
  readonly id: string;
  /** Private subnets with a way out. */
  readonly subnetIds: string[];
  /**
   * Ids of the function's security groups, at most 5.
   * @default - one that lets it out to the servers' UDP ports, TCP 443, and UDP and TCP 53, and nobody in
   */
  readonly securityGroupIds?: string[] | undefined;
  /**
   * Lets the function use IPv6; every subnet must then be dual-stack.
   * @default false
   */
  readonly ipv6?: boolean;
}

/** A monitor.json. */
export interface MonitorInput {
  /**
   * Where editors find the schema.
   * @default - none
   */
  readonly $schema?: string;
  /** The monitor's name: the dimension `Monitor`, and the beginning of every alarm's name. */
  readonly name: string;
  /**
   * The stack's name. Keep it when `name` changes: another would leave the old stack running.
   * @default - `NtpDrift-` and the monitor's name
   */
  readonly stackName?: string;
  /**
   * When to ask: `rate(...)` or `cron(...)` of EventBridge Scheduler; runs are 1 minute to a day apart.
   * @default 'rate(1 minute)'
   */
  readonly schedule?: string;
  /**
   * The time zone that the cron of `schedule` is in, such as `Europe/Stockholm`.
   * @default 'UTC'
   */
  readonly timeZone?: string;
  /**
   * The limit in milliseconds, above 0, that verdicts and alarms are judged by.
   * @default 50
   */
  readonly limitMs?: number;
  /**
   * What servers are judged against: 'consensus' of the voters, the function's own 'clock', or one of the servers.
   * @default 'consensus'
   */
  readonly reference?: 'consensus' | 'clock' | ReferenceServer;
  /**
   * A voter whose root distance is greater than so many milliseconds is judged and doesn't vote.
   * @default 250
   */
  readonly maxVoterDistanceMs?: number;
  /** The servers to watch; a text is a host. */
  readonly servers: (MonitoredServer | string)[];
  /**
   * 'full': metrics and alarms for every server. 'fleet': distributions and counts.
   * @default - 'full' up to 50 servers, 'fleet' for more
   */
  readonly detail?: 'full' | 'fleet';
  /**
   * 'essential': only what pages, without warnings of what may be going wrong.
   * @default 'all'
   */
  readonly alarms?: 'all' | 'essential';
  /**
   * False: earlier readings aren't read back, and drift is known as long as the function stays warm.
   * @default true
   */
  readonly history?: boolean;
  /**
   * Who is told of alarms.
   * @default - nobody
   */
  readonly notify?: Notify;
  /**
   * The URL of a runbook of your own, which alarms link to; an alarm's title is its heading's anchor.
   * @default - the dashboard, which has the text of this package's runbook
   */
  readonly runbook?: string;
  /**
   * Times in which nobody is told.
   * @default - none
   */
  readonly maintenance?: Maintenance[];
  /**
   * How long readings are kept, days: one of the periods of CloudWatch Logs.
   * @default 365
   */
  readonly logRetentionDays?: number;
  /**
   * The most that the monitor may cost in a month at list price, USD.
   * @default - no limit
   */
  readonly costCeilingUsd?: number;
  /**
   * Runs the function in a VPC.
   * @default - outside any
   */
  readonly vpc?: VpcIds;
}
