import { alarmsOf, ruleHolds } from './alarm-rule';
import type { AlarmState } from './alarm-state';
import { type MetricDatum, MetricStore, MINUTE_MS } from './datapoints';
import { EXTRA_PERIODS, evaluate } from './evaluation';
import { contributors } from './insights';
import type { Series } from './series';
import type { SimulatedAlarm, SimulatedCompositeAlarm, SimulatedMetricAlarm } from './simulated-alarm';
import { type Suppression, suppress, UNSUPPRESSED } from './suppression';

/** A change of an alarm's state. */
export interface Transition {
  /** ms since 1970 */
  timeMs: number;
  alarm: string;
  from: AlarmState;
  to: AlarmState;
  reason: string;
}

/** What is sent because of a change: once, to all actions of the new state. */
export interface Notification extends Transition {
  /** When it is sent, ms since 1970; later than the change if a suppressor kept it back. */
  sentMs: number;
  description: string;
  /** ARNs, or ids of resources of the template. Never empty. */
  actions: readonly string[];
}

export interface AlarmEvents {
  transitions: Transition[];
  notifications: Notification[];
}

export interface SimulationOptions {
  /** The state of alarms that are there from the start; INSUFFICIENT_DATA, as of new ones, by default. */
  initialState?: AlarmState;
  /** See EXTRA_PERIODS, which is the default. What depends on it can't be relied on. */
  extraPeriods?: number;
}

interface Running {
  definition: SimulatedAlarm;
  state: AlarmState;
  suppression: Suppression<Transition>;
  /** Of an alarm on a Metrics Insights query: those in ALARM. */
  contributors: ReadonlySet<string>;
}

/**
 * CloudWatch's alarms, from data to notifications: add data as they arrive, evaluate every minute.
 *
 * Source: CloudWatch User Guide, "Alarm evaluation" and "Alarm actions".
 */
export class AlarmSimulation {
  /** What has arrived. */
  readonly store = new MetricStore();
  private running = new Map<string, Running>();
  private readonly extraPeriods: number;

  constructor(definitions: readonly SimulatedAlarm[], options: SimulationOptions = {}) {
    this.extraPeriods = options.extraPeriods ?? EXTRA_PERIODS;
    this.deploy(definitions, options.initialState);
  }

  /**
   * Replaces all alarms: one that has been there under the same name keeps its state, a new one begins without
   * any. What a suppressor keeps back is kept back unless the suppressor is another (User Guide, "Alarm
   * suppression").
   */
  deploy(definitions: readonly SimulatedAlarm[], state: AlarmState = 'INSUFFICIENT_DATA'): void {
    const before = this.running;
    this.running = new Map(
      dependenciesFirst(definitions).map((definition) => {
        const old = before.get(definition.name);
        const sameSuppressor = suppressorOf(old?.definition) === suppressorOf(definition);
        const suppression = old !== undefined && sameSuppressor ? old.suppression : UNSUPPRESSED;
        const contributors = old?.contributors ?? new Set();
        return [definition.name, { definition, state: old?.state ?? state, suppression, contributors }];
      }),
    );
  }

  /** Takes data that arrive now. Their own times are when they were measured. */
  add(datum: MetricDatum): void {
    this.store.add(datum);
  }

  /** @throws Error when there is no alarm of that name */
  state(name: string): AlarmState {
    return this.find(name).state;
  }

  /** Which contributors of an alarm on a Metrics Insights query are in ALARM. @throws Error as `state` */
  contributors(name: string): string[] {
    return [...this.find(name).contributors];
  }

  private find(name: string): Running {
    const alarm = this.running.get(name);
    if (alarm === undefined) {
      throw new Error(`There is no alarm ${name}.`);
    }
    return alarm;
  }

  /**
   * Evaluates every alarm once, as CloudWatch does in every minute; the last period ends with the last full
   * minute. Composite alarms follow the states of the same minute.
   *
   * @param nowMs ms since 1970; minutes one after another
   */
  evaluate(nowMs: number): AlarmEvents {
    const transitions: Transition[] = [];
    for (const alarm of this.running.values()) {
      const { state, reason } = this.nextState(alarm, nowMs);
      if (state !== alarm.state) {
        transitions.push({
          timeMs: nowMs,
          alarm: alarm.definition.name,
          from: alarm.state,
          to: state,
          reason,
        });
        alarm.state = state;
      }
    }
    // After all states: a suppressor may depend on the very alarm that it suppresses.
    const notifications = [...this.running.values()].flatMap((alarm) => {
      const change = transitions.find((transition) => transition.alarm === alarm.definition.name);
      return this.notifications(alarm, change, nowMs);
    });
    return { transitions, notifications };
  }

  private nextState(alarm: Running, nowMs: number): { state: AlarmState; reason: string } {
    const { definition, state } = alarm;
    try {
      if (definition.kind === 'composite') {
        return this.ruleState(definition);
      }
      const range = this.range(definition, nowMs);
      return range instanceof Map
        ? this.ofContributors(alarm, definition, range)
        : evaluate(definition, range, state);
    } catch (error) {
      throw new Error(`Alarm ${definition.name}: ${(error as Error).message}`);
    }
  }

  /**
   * The points that the alarm gets to see, those of its metrics put through its maths; of a Metrics Insights query,
   * those of each contributor.
   */
  private range(
    { queries, watched, evaluationPeriods, periodMs }: SimulatedMetricAlarm,
    nowMs: number,
  ): Series | Map<string, Series> {
    const endMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
    const count = evaluationPeriods + this.extraPeriods;
    const query = queries.get(watched)!;
    if (query.kind === 'insights') {
      return contributors(query.query, this.store, periodMs, endMs, count);
    }
    const series = (id: string): Series => {
      const referred = queries.get(id)!;
      if (referred.kind === 'insights') {
        throw new Error(`${id} has many series`); // which readAlarms refuses
      }
      return referred.kind === 'stat'
        ? this.store.series(referred, periodMs, endMs, count)
        : referred.expression.evaluate(series, periodMs);
    };
    return series(watched);
  }

  /**
   * In ALARM while any contributor is. A contributor is never INSUFFICIENT_DATA, and gone with its data (User Guide,
   * "Acting on alarm changes").
   */
  private ofContributors(
    alarm: Running,
    definition: SimulatedMetricAlarm,
    found: ReadonlyMap<string, Series>,
  ): { state: AlarmState; reason: string } {
    const inAlarm = [...found]
      .filter(([name, series]) => {
        const before = alarm.contributors.has(name) ? 'ALARM' : 'OK';
        return evaluate(definition, series, before).state === 'ALARM';
      })
      .map(([name]) => name);
    alarm.contributors = new Set(inAlarm);
    const names = inAlarm.length === 0 ? '' : `: ${inAlarm.join(', ')}`;
    return {
      state: inAlarm.length > 0 ? 'ALARM' : 'OK',
      reason: `${inAlarm.length} out of ${found.size} time series evaluated to ALARM${names}`,
    };
  }

  private ruleState({ rule }: SimulatedCompositeAlarm): { state: AlarmState; reason: string } {
    const states = alarmsOf(rule).map((name) => `${name}: ${this.state(name)}`);
    return {
      state: ruleHolds(rule, (name) => this.state(name)) ? 'ALARM' : 'OK',
      reason: `[${states.join(', ')}]`,
    };
  }

  private notifications(alarm: Running, change: Transition | undefined, nowMs: number): Notification[] {
    const released = this.released(alarm, change, nowMs);
    const { actions, actionsEnabled, description } = alarm.definition;
    return released === undefined || !actionsEnabled || actions[released.to].length === 0
      ? []
      : [{ ...released, sentMs: nowMs, description, actions: actions[released.to] }];
  }

  /** The change whose actions are taken now: this minute's, unless a suppressor says otherwise. */
  private released(alarm: Running, change: Transition | undefined, nowMs: number): Transition | undefined {
    const suppressor = alarm.definition.kind === 'composite' ? alarm.definition.suppressor : undefined;
    if (suppressor === undefined) {
      return change;
    }
    const step = suppress(suppressor, alarm.suppression, change, this.state(suppressor.alarm), nowMs);
    alarm.suppression = step.next;
    return step.released;
  }
}

/** Composite alarms after the alarms that their rules name; `readAlarms` has seen to it that this is possible. */
function dependenciesFirst(definitions: readonly SimulatedAlarm[]): SimulatedAlarm[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const ordered = new Set<SimulatedAlarm>();
  const visit = (definition: SimulatedAlarm | undefined): void => {
    if (definition?.kind === 'composite' && !ordered.has(definition)) {
      for (const name of alarmsOf(definition.rule)) {
        visit(byName.get(name));
      }
    }
    if (definition !== undefined) {
      ordered.add(definition);
    }
  };
  definitions.forEach(visit);
  return [...ordered];
}

function suppressorOf(definition: SimulatedAlarm | undefined): string | undefined {
  return definition?.kind === 'composite' ? definition.suppressor?.alarm : undefined;
}
