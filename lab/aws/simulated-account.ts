import { LOG_MESSAGE } from '../../lambda/monitor/log-message';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import type { Notification } from '../cloudwatch/alarms/alarm-events';
import type { MetricStore } from '../cloudwatch/alarms/datapoints';
import type { SimulatedAlarm } from '../cloudwatch/alarms/simulated-alarm';
import { AlarmSimulation } from '../cloudwatch/alarms/simulation';
import { type InsightRule, readRules } from '../cloudwatch/dashboard/insight-rule';
import { mailText } from '../cloudwatch/notifications/mail';
import { notificationMessage } from '../cloudwatch/notifications/message';
import { readSubscriptions, recipients, type Subscription } from '../cloudwatch/notifications/subscriptions';
import { severityOfTopics } from '../cloudwatch/notifications/topic-severity';
import type { Json } from '../cloudwatch/template/intrinsics';
import { readAlarms, readMuteRules } from '../cloudwatch/template/read-template';
import type { Run } from '../lab';
import { type LogRecord, parseLogLine } from '../log-line';
import type { AlarmView, Change, Mail } from '../web/page/page-state';
import { type Arriving, AwsServices } from './aws-services';

/** What is kept for the page; what came before is nobody's concern any more. */
const KEPT = { records: 5000, changes: 200, mails: 200 } as const;
/** As long as anybody looks back: the page at most a day, alarms a day and some periods. */
const DATA_KEPT_MS = 48 * 60 * MINUTE_MS;

/** Alarms are there, and are evaluated, for so long before the function runs for the first time. @internal */
export const EVALUATED_BEFORE_MS = 2 * MINUTE_MS;

/**
 * What has come of the lab's runs: metrics, alarms, mails and the log, in the lab's own time, in which every
 * run stands for one period of the schedule, however long it really took.
 */
export class SimulatedAccount {
  /** Oldest first. */
  readonly records: LogRecord[] = [];
  /** Newest first. */
  readonly changes: Change[] = [];
  /** Newest first. */
  readonly mails: Mail[] = [];
  /** By name. */
  rules: ReadonlyMap<string, InsightRule> = new Map();
  private unsupported: readonly string[] = [];
  private definitions: readonly SimulatedAlarm[] = [];
  private readonly simulation: AlarmSimulation;
  private readonly services: AwsServices;
  private subscriptions: ReadonlyMap<string, readonly Subscription[]> = new Map();
  /** When each alarm entered its state, by name. */
  private readonly changedMs = new Map<string, number>();
  private arriving: Arriving[] = [];
  private mailCount = 0;
  private now: number;

  /**
   * @param startMs ms since 1970
   * @param periodMs of the schedule: whole minutes
   */
  constructor(
    template: Json,
    startMs: number,
    private readonly periodMs: number,
  ) {
    this.now = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
    this.simulation = new AlarmSimulation([]);
    this.services = new AwsServices({}, []);
    this.deploy(template);
    this.evaluateBefore(this.now);
  }

  /** Another stack takes the place of the one so far. */
  deploy(template: Json): void {
    const { alarms, refused } = readSupported(template);
    this.definitions = alarms;
    this.unsupported = refused;
    this.simulation.deploy(alarms, { muteRules: readMuteRules(template, alarms) });
    this.services.deploy(template, alarms);
    this.subscriptions = readSubscriptions(template);
    this.rules = readRules(template);
  }

  /** What CloudWatch has. */
  get store(): MetricStore {
    return this.simulation.store;
  }

  /** Which alarms are not evaluated, and why, if so. */
  get alarmsError(): string | undefined {
    return this.unsupported.length === 0 ? undefined : this.unsupported.join('; ');
  }

  /** The end of the last run's period, ms since 1970. */
  get nowMs(): number {
    return this.now;
  }

  get alarms(): AlarmView[] {
    return this.definitions.map(({ name, description, actions }) => ({
      name,
      description,
      state: this.simulation.state(name),
      severity: severityOfTopics(actions.ALARM),
      sinceMs: this.changedMs.get(name),
      contributors: this.simulation.contributors(name),
    }));
  }

  /**
   * Takes the runs of one period, and evaluates the alarms in each of its minutes.
   * @param awsReports whether CloudWatch gets what AWS's services say of them
   * @returns the mails that come of it, oldest first
   */
  observe(runs: readonly Run[], { awsReports = true } = {}): Mail[] {
    const timeMs = this.now;
    this.arriving.push(...arrivalsOf(runs, timeMs));
    const report = (data: readonly Arriving[]) => this.arriving.push(...(awsReports ? data : []));
    for (const { outcome } of runs) {
      report(this.services.due(outcome, timeMs));
    }
    this.log(runs, timeMs);
    const endMs = timeMs + this.periodMs;
    const sent: Mail[] = [];
    while (this.now < endMs) {
      report(this.services.minute(this.now));
      this.now += MINUTE_MS;
      sent.push(...this.evaluate());
    }
    this.forget();
    return sent;
  }

  purgeQueues(): void {
    this.services.purge();
  }

  /** Every alarm finds its first state, and warm-ups begin, while there are no data. */
  private evaluateBefore(startMs: number): void {
    for (this.now = startMs - EVALUATED_BEFORE_MS; this.now < startMs; this.now += MINUTE_MS) {
      this.evaluate();
    }
  }

  /** @returns the mails of this minute */
  private evaluate(): Mail[] {
    const hasArrived = ({ arrivalMs }: Arriving) => arrivalMs <= this.now;
    for (const datum of this.arriving.filter(hasArrived)) {
      this.simulation.add(datum);
    }
    this.arriving = this.arriving.filter((datum) => !hasArrived(datum));
    const { transitions, notifications } = this.simulation.evaluate(this.now);
    const mails = notifications.flatMap((notification) => this.mail(notification));
    prepend(this.changes, transitions, KEPT.changes);
    for (const { alarm, timeMs } of transitions) {
      this.changedMs.set(alarm, timeMs);
    }
    prepend(this.mails, mails, KEPT.mails);
    return mails;
  }

  /** A lab may run for days. */
  private forget(): void {
    this.store.forget(this.now - DATA_KEPT_MS);
    this.records.splice(0, Math.max(0, this.records.length - KEPT.records));
  }

  /** @returns nothing where every subscription's filter keeps it back */
  private mail(notification: Notification): Mail[] {
    const alarm = this.definitions.find(({ name }) => name === notification.alarm)!;
    const message = notificationMessage(notification, alarm);
    const to = recipients(message, notification.actions, this.subscriptions);
    if (to.length === 0) {
      return [];
    }
    this.mailCount += 1;
    return [
      {
        id: this.mailCount,
        timeMs: notification.sentMs,
        state: notification.to,
        alarm: notification.alarm,
        topics: [...notification.actions],
        to,
        ...mailText(notification, alarm),
        message: JSON.stringify(message, null, 2),
      },
    ];
  }

  private log(runs: readonly Run[], timeMs: number): void {
    const time = new Date(timeMs).toISOString();
    for (const line of runs.flatMap(({ log }) => log)) {
      const record = parseLogLine(line);
      if (record?.message === LOG_MESSAGE.reading || record?.message === LOG_MESSAGE.run) {
        this.records.push({ ...record, time, '@timestamp': time });
      }
    }
  }
}

/** The alarms that the lab can evaluate; those that it can't, and those that depend on them, with the reason. */
function readSupported(template: Json): { alarms: SimulatedAlarm[]; refused: string[] } {
  const resources = { ...template.Resources };
  const refused: string[] = [];
  for (;;) {
    try {
      return { alarms: readAlarms({ ...template, Resources: resources }), refused };
    } catch (error) {
      const { message } = error as Error;
      const id = /^(\w+): /.exec(message)?.[1];
      if (id === undefined || !Object.hasOwn(resources, id)) {
        return { alarms: [], refused: [...refused, message] };
      }
      delete resources[id];
      refused.push(message);
    }
  }
}

/** What CloudWatch took, at the lab's time instead of real time. */
function arrivalsOf(runs: readonly Run[], timeMs: number): Arriving[] {
  return runs.flatMap(({ publication }) => {
    const points = (publication.accepted ?? []).flatMap((request) => request.points);
    // A run is stamped in real time; what it says of earlier and later keeps its distance in the lab's.
    const runMs = mostFrequent(points.map((point) => point.timeMs));
    return points.map((point) => ({ ...point, timeMs: timeMs + point.timeMs - runMs, arrivalMs: timeMs }));
  });
}

/** Every metric has a point at the time of its run, and few have any at another. */
function mostFrequent(times: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const time of times) {
    counts.set(time, (counts.get(time) ?? 0) + 1);
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

function prepend<T>(list: T[], items: readonly T[], most: number): void {
  list.unshift(...[...items].reverse());
  list.splice(most);
}
