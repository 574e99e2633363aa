import type { Behaviour } from '../ntp/behaviour';

/** Something that a server can be told to do, or to stop doing. */
export interface Deed {
  id: string;
  /** A verb. */
  label: string;
  /** What the server does then, for people. */
  about: string;
  /** Whether a server is at it. Deeds that are over as soon as they are done never are. */
  isOn: (behaviour: Behaviour) => boolean;
  /** What changes. @param aheadMs how far its clock is ahead now */
  start: (aheadMs: number) => Behaviour;
  stop: () => Behaviour;
}

const LIE_MS = 80;
const JUMP_MS = 200;
/** Worse than any quartz: over a limit of 50 ms within nine minutes. */
const DRIFT_PPM = 100;
/** A second in a day, as Google and AWS smear it. */
const SMEAR_PPM = 11.6;

/** In the lab's time, as everything that depends on time. A further deed is one entry here. */
export const DEEDS: readonly Deed[] = [
  {
    id: 'lie',
    label: 'Lie',
    about: `is ${LIE_MS} ms ahead`,
    isOn: ({ offsetMs }) => offsetMs === LIE_MS,
    start: () => ({ offsetMs: LIE_MS }),
    stop: () => ({ offsetMs: 0 }),
  },
  {
    id: 'drift',
    label: 'Drift',
    about: `gains ${(DRIFT_PPM * 60) / 1000} ms a minute, ${DRIFT_PPM} ppm`,
    isOn: ({ driftPpm = 0, smearing }) => driftPpm !== 0 && !smearing,
    start: () => ({ driftPpm: DRIFT_PPM, smearing: undefined }),
    stop: () => ({ driftPpm: 0 }),
  },
  {
    id: 'jump',
    label: 'Jump',
    about: `steps ${JUMP_MS} ms forward, once`,
    isOn: () => false,
    start: (aheadMs) => ({ offsetMs: aheadMs + JUMP_MS }),
    stop: () => ({}),
  },
  trait('silent', 'Fall silent', 'answers nothing', { silent: true }),
  {
    id: 'smear',
    label: 'Smear',
    about: `smears a leap second, ${SMEAR_PPM} ppm under chrony's reference id for it`,
    isOn: ({ smearing }) => smearing === true,
    start: () => ({ smearing: true, driftPpm: SMEAR_PPM }),
    stop: () => ({ smearing: undefined, driftPpm: 0 }),
  },
  trait('kiss', 'Send kisses', 'answers RATE: ask less often', { kiss: 'RATE' }),
  trait('upstream', 'Lose upstream', 'says that it is not synchronised', { unsynchronised: true }),
];

/** Everything that a deed can have changed, undone. */
export function honest(): Behaviour {
  return Object.assign({}, ...DEEDS.map(({ stop }) => stop()), { offsetMs: 0, driftPpm: 0 });
}

function trait(id: string, label: string, about: string, behaviour: Behaviour): Deed {
  const keys = Object.keys(behaviour) as (keyof Behaviour)[];
  return {
    id,
    label,
    about,
    isOn: (current) => keys.every((key) => current[key] !== undefined && current[key] === behaviour[key]),
    start: () => behaviour,
    stop: () => Object.fromEntries(keys.map((key) => [key, undefined])),
  };
}
