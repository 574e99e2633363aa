import { MINUTE_MS } from '../../lambda/ntp/time-units';
import type { ServerBehaviour } from '../ntp/server-behaviour';

/** Something that one of the lab's servers can do wrong. */
export interface ServerFault<Id extends string = string> {
  kind: 'server';
  id: Id;
  /** A verb, for a button. */
  label: string;
  /** What the server does then, for people. */
  about: string;
  /** Whether a server does this now. Never of a fault that is over as soon as it has happened. */
  isOn: (behaviour: ServerBehaviour) => boolean;
  /** What changes. @param aheadMs how far the server's clock is ahead now @param nowMs ms since 1970 */
  start: (aheadMs: number, nowMs: number) => ServerBehaviour;
  stop: () => ServerBehaviour;
}

const LIE_OFFSET_MS = 80;
const JUMP_MS = 200;
/** Worse than any quartz: over a limit of 50 ms within nine minutes. */
const DRIFT_PPM = 100;
/** A quartz that nobody disciplines: over the limit in about 40 minutes. */
const SLOW_DRIFT_PPM = 20;
/** Longer than any usual poll of an upstream. */
const HELD_OVER_MS = 70 * MINUTE_MS;
const LONGER_WAY_MS = 8;
/** Within its limit, and far more than it claims. */
const INHERITED_OFFSET_MS = 20;
/** A second in a day, as Google and AWS smear it. */
const SMEAR_PPM = 11.6;

/** What a healthy server says that follows another. */
const SECONDARY = { stratum: 3, refId: '192.0.2.1', rootDelayMs: 0.4, rootDispersionMs: 0.03 };
const ORPHAN = { stratum: 6, refId: '127.0.0.1', rootDelayMs: 0, rootDispersionMs: 0 };

/** In the lab's time, as everything that depends on time. */
export const SERVER_FAULTS = [
  serverFault('lie', 'Lie', `is ${LIE_OFFSET_MS} ms ahead`, {
    isOn: ({ offsetMs }) => offsetMs === LIE_OFFSET_MS,
    start: () => ({ offsetMs: LIE_OFFSET_MS }),
    stop: () => ({ offsetMs: 0 }),
  }),
  serverFault('drift', 'Drift', `gains ${(DRIFT_PPM * 60) / 1000} ms a minute, ${DRIFT_PPM} ppm`, {
    isOn: ({ driftPpm = 0, smearing }) => driftPpm !== 0 && driftPpm !== SLOW_DRIFT_PPM && !smearing,
    start: () => ({ driftPpm: DRIFT_PPM, smearing: undefined }),
    stop: () => ({ driftPpm: 0 }),
  }),
  serverFault(
    'slow-drift',
    'Drift slowly',
    `gains ${(SLOW_DRIFT_PPM * 60) / 1000} ms a minute, ${SLOW_DRIFT_PPM} ppm`,
    {
      isOn: ({ driftPpm }) => driftPpm === SLOW_DRIFT_PPM,
      start: () => ({ driftPpm: SLOW_DRIFT_PPM, smearing: undefined }),
      stop: () => ({ driftPpm: 0 }),
    },
  ),
  serverFault('jump', 'Jump', `steps ${JUMP_MS} ms forward, once`, {
    isOn: () => false,
    start: (aheadMs) => ({ offsetMs: aheadMs + JUMP_MS }),
    stop: () => ({}),
  }),
  serverFault('silent', 'Fall silent', 'answers nothing', behaving({ silent: true })),
  serverFault('smear', 'Smear', `smears a leap second, ${SMEAR_PPM} ppm under chrony's reference id for it`, {
    isOn: ({ smearing }) => smearing === true,
    start: () => ({ smearing: true, driftPpm: SMEAR_PPM }),
    stop: () => ({ smearing: undefined, driftPpm: 0 }),
  }),
  serverFault('kiss', 'Send kisses', 'answers RATE: ask less often', behaving({ kiss: 'RATE' })),
  serverFault(
    'unsynchronised',
    'Lose upstream',
    'says that it is not synchronised',
    behaving({ unsynchronised: true }),
  ),
  serverFault(
    'holdover',
    'Hold over',
    `has not heard its upstream for ${HELD_OVER_MS / MINUTE_MS} minutes, and says nothing of it`,
    {
      isOn: ({ upstreamLostAtMs }) => upstreamLostAtMs !== undefined,
      start: (_, nowMs) => ({ upstreamLostAtMs: nowMs - HELD_OVER_MS }),
      stop: () => ({ upstreamLostAtMs: undefined }),
    },
  ),
  serverFault(
    'follow-holdover',
    'Follow a lost one',
    `is ${INHERITED_OFFSET_MS} ms ahead with what it follows`,
    {
      isOn: ({ offsetMs }) => offsetMs === INHERITED_OFFSET_MS,
      start: () => ({ offsetMs: INHERITED_OFFSET_MS, ...SECONDARY }),
      stop: () => ({ offsetMs: 0, ...without(SECONDARY) }),
    },
  ),
  serverFault(
    'orphan',
    'Orphan',
    "serves its own clock, as ntpsec's orphan mode does: stratum 6, reference id 127.0.0.1",
    behaving(ORPHAN),
  ),
  serverFault(
    'route',
    'Change its route',
    `answers ${LONGER_WAY_MS} ms later`,
    behaving({ lateMs: LONGER_WAY_MS }),
  ),
  serverFault('leap', 'Announce a leap second', 'announces that a second is inserted', behaving({ leap: 1 })),
] as const;

/** @internal */
export type ServerFaultId = (typeof SERVER_FAULTS)[number]['id'];

/** What a server does in a scenario: how far it is ahead (ms), which fault it has, or all of its behaviour. */
export type ServerCondition = number | ServerFaultId | ServerBehaviour;

/** A server without any fault: everything that one can have changed, undone. */
export function correct(): ServerBehaviour {
  const course = { offsetMs: 0, driftPpm: 0, lateMs: undefined };
  return Object.assign({}, ...SERVER_FAULTS.map(({ stop }) => stop()), course);
}

/** How a server behaves that is right but for one condition. @param nowMs when it begins, ms since 1970 */
export function behaviourIn(condition: ServerCondition, nowMs: number): ServerBehaviour {
  return { ...correct(), ...changeFor(condition, nowMs) };
}

function changeFor(condition: ServerCondition, nowMs: number): ServerBehaviour {
  if (typeof condition === 'object') {
    return condition;
  }
  return typeof condition === 'number'
    ? { offsetMs: condition }
    : SERVER_FAULTS.find(({ id }) => id === condition)!.start(0, nowMs);
}

type FaultCourse = Pick<ServerFault, 'isOn' | 'start' | 'stop'>;

function serverFault<const Id extends string>(
  id: Id,
  label: string,
  about: string,
  course: FaultCourse,
): ServerFault<Id> {
  return { kind: 'server', id, label, about, ...course };
}

/** A fault that is nothing but these traits. */
function behaving(behaviour: ServerBehaviour): FaultCourse {
  const keys = Object.keys(behaviour) as (keyof ServerBehaviour)[];
  return {
    isOn: (current) => keys.every((key) => current[key] !== undefined && current[key] === behaviour[key]),
    start: () => behaviour,
    stop: () => without(behaviour),
  };
}

function without(behaviour: ServerBehaviour): ServerBehaviour {
  return Object.fromEntries(Object.keys(behaviour).map((key) => [key, undefined]));
}
