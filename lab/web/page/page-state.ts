import type { Headline } from '../../../picture/headline';
import type { IntervalPicture } from '../../../picture/interval-picture';
import type { AlarmState } from '../../cloudwatch/alarms/alarm-state';

/** What the lab sends its page after each run: types only, for both ends. */
export interface PageState {
  /** Which lab this is: another one has another. */
  lab: string;
  monitor: string;
  /** Servers of the lab's own, or the monitor.json whose servers are watched. */
  watching: string;
  clock: LabClock;
  run: RunState | undefined;
  /** The newest answer; undefined until there is one. */
  heard: HeardPicture | undefined;
  variables: Variable[];
  widgets: Widget[];
  alarms: AlarmView[];
  /** Which alarms can't be evaluated here, and why, if so. */
  alarmsError: string | undefined;
  /** Newest first. */
  timeline: Change[];
  /** Newest first. */
  inbox: Mail[];
  /** Undefined when the servers aren't the lab's own. */
  servers: ServerView[] | undefined;
  faults: FaultView[];
  /** Undefined when none is played. */
  scenario: ScenarioView | undefined;
}

/** The lab's time: every run stands for one period of the schedule. */
interface LabClock {
  /** ms since 1970: the end of the last run's period. */
  nowMs: number;
  /** How often a run starts, in ms of real time. */
  everyMs: number;
  paused: boolean;
  /** How many times faster than real time it passes. */
  speed: number;
}

export interface RunState {
  number: number;
  durationMs: number;
  /** Why metrics are missing: `failed: ...`, `was not started: ...`. */
  problems: string[];
}

/** The newest answer of all schedules together, and when it was heard. */
export interface HeardPicture {
  picture: IntervalPicture;
  headline: Headline;
  /** ms since 1970, in the lab's time. */
  heardMs: number;
}

export interface AlarmView {
  name: string;
  state: AlarmState;
  description: string;
  /** Who is told: somebody who is woken up, somebody in the morning, or nobody but another alarm. */
  severity: 'page' | 'warn' | 'none';
  /** When it entered its state, ms since 1970; undefined: it has been in it from the beginning. */
  sinceMs: number | undefined;
  /** Of an alarm on a Metrics Insights query: those in ALARM. */
  contributors: string[];
}

export interface Change {
  timeMs: number;
  alarm: string;
  from: AlarmState;
  to: AlarmState;
  reason: string;
}

/** A notification as SNS mails it. */
export interface Mail {
  id: number;
  timeMs: number;
  state: AlarmState;
  alarm: string;
  /** Ids of the topics that it was sent to. */
  topics: string[];
  to: string[];
  subject: string;
  body: string;
  /** What HTTPS endpoints get instead: JSON. */
  message: string;
}

export interface ServerView {
  name: string;
  address: string;
  role: string;
  /** The true offset of its clock, ms, which no monitor knows. */
  aheadMs: number;
  verdict: string;
  /** Ids of the faults that it has. */
  faults: string[];
}

/** A button of the page. */
export interface FaultView {
  kind: 'server' | 'environment' | 'action';
  id: string;
  label: string;
  about: string;
  /** Of the environment: whether it is there now. */
  on: boolean;
}

export interface ScenarioView {
  name: string;
  about: string;
  /** So many runs have begun. */
  run: number;
  runs: number;
  /** What was wrong about the notifications; undefined until it is over. */
  findings: string[] | undefined;
  /** A sentence; empty until it is over. */
  outcome: string;
}

/** A dashboard variable: what stands for `pattern` in the body is chosen on the page. */
export interface Variable {
  id: string;
  label: string;
  values: { value: string; label: string }[];
  chosen: string;
}

/** A widget where CloudWatch would put it, with what it would show. */
export type Widget = Place & (GraphWidget | AlarmWidget | TextWidget | LogWidget | UnsupportedWidget);

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  title: string;
}

export interface GraphWidget {
  kind: 'graph';
  /** Seconds since 1970. */
  times: number[];
  lines: GraphLine[];
  /** Each line on top of those before. */
  stacked: boolean;
  limits: Limit[];
  left: Range;
  right: Range;
  /** What to say in the place of lines: why there may be none. */
  whenEmpty: string;
}

export interface GraphLine {
  label: string;
  colour: string;
  axis: 'left' | 'right';
  values: (number | null)[];
}

/** A horizontal annotation. */
export interface Limit {
  value: number;
  label: string;
  colour: string;
  fill: 'above' | 'below' | undefined;
}

export interface Range {
  min: number | undefined;
  max: number | undefined;
}

/** CloudWatch's orders: by name; by state and then the newest change first; by the newest change alone. */
export type AlarmOrder = 'default' | 'stateUpdatedTimestamp' | 'timestamp';

export interface AlarmWidget {
  kind: 'alarm';
  /** Names. */
  alarms: string[];
  sortBy: AlarmOrder;
}

export interface TextWidget {
  kind: 'text';
  markdown: string;
}

export interface LogWidget {
  kind: 'log';
  columns: string[];
  rows: string[][];
}

export interface UnsupportedWidget {
  kind: 'unsupported';
  why: string;
}
