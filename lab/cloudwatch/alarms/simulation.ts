import { MINUTE_MS } from '../../../lambda/ntp/time-units';
import { alarmArn } from '../template/intrinsics';
import type { AlarmEvents, Notification, Transition } from './alarm-events';
import type { AlarmState } from './alarm-state';
import { isWarmingUp } from './alarm-warm-up';
import { type MetricDatum, MetricStore } from './datapoints';
import { EXTRA_PERIODS } from './evaluation';
import { dependenciesFirst } from './evaluation-order';
import { type CurrentState, type NextState, nextMetricState } from './metric-alarm-state';
import { type MuteRule, MuteWindows } from './mute-rule';
import { namespacesOf, type SimulatedAlarm, type SimulatedCompositeAlarm } from './simulated-alarm';
import { mailTime } from './state-reason';
import { type Suppression, suppress, UNSUPPRESSED } from './suppression';

export interface SimulationOptions {
  /** The state of alarms that are there from the start; INSUFFICIENT_DATA, as of new ones, by default. */
  initialState?: AlarmState;
  /** See EXTRA_PERIODS, which is the default. What depends on it can't be relied on. */
  extraPeriods?: number;
  muteRules?: readonly MuteRule[];
}

interface Running extends CurrentState {
  definition: SimulatedAlarm;
  suppression: Suppression<Transition>;
  /** A change whose actions a mute rule keeps back. */
  muted: Transition | undefined;
  /** Undefined until the first evaluation, ms since 1970. */
  createdMs: number | undefined;
  warmsUp: boolean;
  /** Of the metrics that it looks at. */
  namespaces: readonly string[];
  /** Which data the last evaluation saw, as MetricStore tells them apart, and whether they filled the window. */
  seen?: { version: string; windowFilled: boolean };
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
  private muteWindows = new MuteWindows([]);
  private readonly extraPeriods: number;
  /** Of this minute, by namespace and length of the periods. */
  private readonly seriesVersions = new Map<string, string>();

  constructor(definitions: readonly SimulatedAlarm[], options: SimulationOptions = {}) {
    this.extraPeriods = options.extraPeriods ?? EXTRA_PERIODS;
    this.deploy(definitions, options);
  }

  /**
   * Replaces all alarms: one that has been there under the same name keeps its state, a new one begins without
   * any. What a suppressor keeps back is kept back unless the suppressor is another (User Guide, "Alarm
   * suppression"). A warm-up that has ended does not begin again.
   */
  deploy(
    definitions: readonly SimulatedAlarm[],
    { initialState = 'INSUFFICIENT_DATA', muteRules = [] }: SimulationOptions = {},
  ): void {
    const before = this.running;
    this.muteWindows = new MuteWindows(muteRules);
    this.running = new Map(
      dependenciesFirst(definitions).map((definition) => {
        const old = before.get(definition.name);
        const sameSuppressor = suppressorOf(old?.definition) === suppressorOf(definition);
        const warmUp = definition.kind === 'metric' && definition.warmUp !== undefined;
        return [
          definition.name,
          {
            definition,
            state: old?.state ?? initialState,
            suppression: old !== undefined && sameSuppressor ? old.suppression : UNSUPPRESSED,
            contributors: old?.contributors ?? new Set(),
            muted: old?.muted,
            createdMs: old?.createdMs,
            namespaces: namespacesOf(definition),
            warmsUp:
              old === undefined ? warmUp && initialState === 'INSUFFICIENT_DATA' : old.warmsUp && warmUp,
          },
        ];
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
    this.muteWindows.advance(nowMs);
    this.seriesVersions.clear();
    const transitions: Transition[] = [];
    for (const alarm of this.running.values()) {
      const next = this.nextState(alarm, nowMs, transitions);
      if (next !== undefined && next.state !== alarm.state) {
        const { name } = alarm.definition;
        transitions.push({
          timeMs: nowMs,
          alarm: name,
          from: alarm.state,
          to: next.state,
          reason: next.reason(),
        });
        alarm.state = next.state;
      }
    }
    // After all states: a suppressor may depend on the very alarm that it suppresses.
    const notifications = [...this.running.values()].flatMap((alarm) => {
      const change = transitions.find((transition) => transition.alarm === alarm.definition.name);
      return this.notifications(alarm, change, nowMs);
    });
    return { transitions, notifications };
  }

  /** @returns undefined while the alarm warms up, and where nothing has changed that it looks at */
  private nextState(
    alarm: Running,
    nowMs: number,
    transitions: readonly Transition[],
  ): Pick<NextState, 'state' | 'reason'> | undefined {
    const { definition } = alarm;
    alarm.createdMs ??= nowMs;
    if (definition.kind === 'composite') {
      return this.ruleState(definition, transitions);
    }
    const version = this.seriesVersion(alarm.namespaces, definition.periodMs, nowMs);
    const warmsUp = (windowFilled: boolean) =>
      alarm.warmsUp && isWarmingUp(definition.warmUp!, nowMs - alarm.createdMs!, windowFilled);
    if (version === alarm.seen?.version && warmsUp(alarm.seen.windowFilled) === alarm.warmsUp) {
      return undefined;
    }
    try {
      const { store, extraPeriods } = this;
      const next = nextMetricState(definition, { store, extraPeriods, nowMs }, alarm);
      alarm.seen = { version, windowFilled: next.windowFilled };
      alarm.warmsUp = warmsUp(next.windowFilled);
      if (alarm.warmsUp) {
        return undefined;
      }
      alarm.contributors = next.contributors ?? alarm.contributors;
      return next;
    } catch (error) {
      throw new Error(`Alarm ${definition.name}: ${(error as Error).message}`);
    }
  }

  /** A text that is the same only while every series of these namespaces is the same. */
  private seriesVersion(namespaces: readonly string[], periodMs: number, nowMs: number): string {
    const endMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
    return namespaces
      .map((namespace) => {
        const key = `${namespace} ${periodMs}`;
        const version = this.seriesVersions.get(key) ?? this.store.seriesVersion(namespace, periodMs, endMs);
        this.seriesVersions.set(key, version);
        return version;
      })
      .join(' ');
  }

  private ruleState({ anyOf }: SimulatedCompositeAlarm, transitions: readonly Transition[]) {
    return {
      state: anyOf.some((name) => this.state(name) === 'ALARM') ? ('ALARM' as const) : ('OK' as const),
      reason: () =>
        transitions
          .filter(({ alarm }) => anyOf.includes(alarm))
          .map(({ alarm, to, timeMs }) => `${alarmArn(alarm)} transitioned to ${to} at ${mailTime(timeMs)}`)
          .join(', '),
    };
  }

  private notifications(alarm: Running, change: Transition | undefined, nowMs: number): Notification[] {
    const released = this.unmuted(alarm, this.unsuppressed(alarm, change, nowMs), nowMs);
    const { actions, actionsEnabled, description } = alarm.definition;
    return released === undefined || !actionsEnabled || actions[released.to].length === 0
      ? []
      : [{ ...released, sentMs: nowMs, description, actions: actions[released.to] }];
  }

  /** The change whose actions are due now: this minute's, unless a suppressor says otherwise. */
  private unsuppressed(
    alarm: Running,
    change: Transition | undefined,
    nowMs: number,
  ): Transition | undefined {
    const suppressor = alarm.definition.kind === 'composite' ? alarm.definition.suppressor : undefined;
    if (suppressor === undefined) {
      return change;
    }
    const suppressorState = this.state(suppressor.alarm);
    const step = suppress(suppressor, alarm.suppression, { change, suppressorState, nowMs });
    alarm.suppression = step.next;
    return step.released;
  }

  /**
   * The change whose actions are taken now. Those that fall into a mute rule's window are taken when it ends, if the
   * alarm is still in that state (User Guide, "Alarm mute rules").
   */
  private unmuted(alarm: Running, change: Transition | undefined, nowMs: number): Transition | undefined {
    const due = change ?? alarm.muted;
    const isMuted = this.muteWindows.isMuted(alarm.definition.name, nowMs);
    alarm.muted = isMuted ? due : undefined;
    return isMuted || due?.to !== alarm.state ? undefined : due;
  }
}

function suppressorOf(definition: SimulatedAlarm | undefined): string | undefined {
  return definition?.kind === 'composite' ? definition.suppressor?.alarm : undefined;
}
