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
  /** What changes. @param aheadMs how far the server's clock is ahead now */
  start: (aheadMs: number) => ServerBehaviour;
  stop: () => ServerBehaviour;
}

const LIE_OFFSET_MS = 80;
const JUMP_MS = 200;
/** Worse than any quartz: over a limit of 50 ms within nine minutes. */
const DRIFT_PPM = 100;
/** A second in a day, as Google and AWS smear it. */
const SMEAR_PPM = 11.6;

/** In the lab's time, as everything that depends on time. */
export const SERVER_FAULTS = [
  serverFault('lie', 'Lie', `is ${LIE_OFFSET_MS} ms ahead`, {
    isOn: ({ offsetMs }) => offsetMs === LIE_OFFSET_MS,
    start: () => ({ offsetMs: LIE_OFFSET_MS }),
    stop: () => ({ offsetMs: 0 }),
  }),
  serverFault('drift', 'Drift', `gains ${(DRIFT_PPM * 60) / 1000} ms a minute, ${DRIFT_PPM} ppm`, {
    isOn: ({ driftPpm = 0, smearing }) => driftPpm !== 0 && !smearing,
    start: () => ({ driftPpm: DRIFT_PPM, smearing: undefined }),
    stop: () => ({ driftPpm: 0 }),
  }),
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

/** How a server behaves that is right but for one condition. */
export function behaviourIn(condition: ServerCondition): ServerBehaviour {
  return { ...correct(), ...changeFor(condition) };
}

function changeFor(condition: ServerCondition): ServerBehaviour {
  if (typeof condition === 'object') {
    return condition;
  }
  return typeof condition === 'number'
    ? { offsetMs: condition }
    : SERVER_FAULTS.find(({ id }) => id === condition)!.start(0);
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
    stop: () => Object.fromEntries(keys.map((key) => [key, undefined])),
  };
}
