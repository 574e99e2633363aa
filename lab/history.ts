import { LOG_MESSAGE } from '../lambda/log';
import { type MetricDatum, MetricStore, MINUTE_MS } from './alarms/datapoints';
import type { AlarmDefinition } from './alarms/definition';
import type { Json } from './alarms/intrinsics';
import { AlarmSimulation, type Notification } from './alarms/simulation';
import { readAlarms } from './alarms/template';
import type { Run } from './lab';
import type { AlarmView, Change, Mail } from './page/state';
import type { LogRecord } from './view/log-query';
import { mailText, subscribers } from './view/mail';
import { Platform } from './view/platform';

/** What is kept for the page; what came before is nobody's concern any more. */
const KEPT = { records: 5000, changes: 200, mails: 200 } as const;

/**
 * What has come of the lab's runs: metrics, alarms, mails and the log, in the lab's own time, in which every
 * run stands for one period of the schedule, however long it took in life.
 */
export class History {
  readonly store = new MetricStore();
  /** Oldest first. */
  readonly records: LogRecord[] = [];
  /** Newest first. */
  readonly changes: Change[] = [];
  /** Newest first. */
  readonly mails: Mail[] = [];
  /** Which alarms are not evaluated, and why, if so. */
  readonly alarmsError: string | undefined;
  private readonly definitions: readonly AlarmDefinition[];
  private readonly simulation: AlarmSimulation;
  private readonly platform: Platform;
  private readonly recipients: ReadonlyMap<string, string[]>;
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
    const { alarms, refused } = readSupported(template);
    this.definitions = alarms;
    this.alarmsError = refused.length === 0 ? undefined : refused.join('; ');
    this.simulation = new AlarmSimulation(this.definitions);
    this.platform = new Platform(template, this.definitions);
    this.recipients = subscribers(template);
    this.now = Math.floor(startMs / MINUTE_MS) * MINUTE_MS;
  }

  /** The end of the last run's period, ms since 1970. */
  get nowMs(): number {
    return this.now;
  }

  get alarms(): AlarmView[] {
    return this.definitions.map(({ name, description }) => ({
      name,
      description,
      state: this.simulation.state(name),
    }));
  }

  /**
   * Takes the runs of one period, and evaluates the alarms in each of its minutes.
   * @returns the mails that come of it, oldest first
   */
  observe(runs: readonly Run[]): Mail[] {
    const timeMs = this.now;
    for (const datum of [...published(runs, timeMs), ...this.platform.data(runs, timeMs)]) {
      this.store.add(datum);
      this.simulation.add(datum);
    }
    this.log(runs, timeMs);
    const endMs = timeMs + this.periodMs;
    const sent: Mail[] = [];
    while (this.now < endMs) {
      this.now += MINUTE_MS;
      const { transitions, notifications } = this.simulation.evaluate(this.now);
      prepend(this.changes, transitions, KEPT.changes);
      sent.push(...notifications.map((notification) => this.mail(notification)));
    }
    prepend(this.mails, sent, KEPT.mails);
    return sent;
  }

  purgeQueues(): void {
    this.platform.purge();
  }

  private mail(notification: Notification): Mail {
    const definition = this.definitions.find(({ name }) => name === notification.alarm);
    this.mailCount += 1;
    return {
      id: this.mailCount,
      timeMs: notification.sentMs,
      state: notification.to,
      ...mailText(notification, definition, this.recipients),
    };
  }

  private log(runs: readonly Run[], timeMs: number): void {
    const time = new Date(timeMs).toISOString();
    for (const line of runs.flatMap(({ log }) => log)) {
      const record = parse(line);
      if (record?.message === LOG_MESSAGE.reading || record?.message === LOG_MESSAGE.run) {
        this.records.push({ ...record, time, '@timestamp': time });
      }
    }
    this.records.splice(0, Math.max(0, this.records.length - KEPT.records));
  }
}

/** The alarms that the lab can evaluate; those that it can't, and those that depend on them, with the reason. */
function readSupported(template: Json): { alarms: AlarmDefinition[]; refused: string[] } {
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

/** What CloudWatch took, at the lab's time instead of life's. */
function published(runs: readonly Run[], timeMs: number): MetricDatum[] {
  return runs
    .flatMap(({ publication }) => publication.accepted ?? [])
    .flatMap(({ points }) => points)
    .map((point) => ({ ...point, timeMs }));
}

function prepend<T>(list: T[], items: readonly T[], most: number): void {
  list.unshift(...[...items].reverse());
  list.splice(most);
}

function parse(line: string): LogRecord | undefined {
  try {
    return (JSON.parse(line) as LogRecord | null) ?? undefined;
  } catch {
    return undefined; // the runtime's own words
  }
}
