import type { Metric } from './metric-entry';
import { hoursToLimit, ifUsable } from './metric-values';
import { isUncertain, weightOf } from './tally';

const FULL = ['full'] as const;
const ANY_DETAIL = ['full', 'fleet'] as const;
/** Of single servers a fleet needs no alarms, and so nothing that only alarms look at. */
const BAD_RUN_OF_SERVER = { unit: 'Count', detail: FULL, isCounted: true, troubleOnly: true } as const;

/** The part of the catalogue that is about single servers. */
export const SERVER_METRICS = {
  offset: {
    name: 'Offset',
    unit: 'Milliseconds',
    scope: 'server',
    detail: ANY_DETAIL,
    meaning: 'server minus reference time; above 0, the server is ahead',
    when: 'the server is usable and reference time known',
    value: ifUsable((reading) => reading.offsetMs),
  },
  uncertainty: {
    name: 'Uncertainty',
    unit: 'Milliseconds',
    scope: 'server',
    detail: ANY_DETAIL,
    meaning: 'the true offset lies within `Offset` +- this',
    when: 'with `Offset`',
    value: ifUsable((reading) => reading.uncertaintyMs),
  },
  roundTripDelay: {
    name: 'RoundTripDelay',
    unit: 'Milliseconds',
    scope: 'server',
    detail: ANY_DETAIL,
    meaning: 'the best round trip',
    when: 'the server answered',
    value: (reading) => reading.delayMs,
  },
  usable: {
    name: 'Usable',
    unit: 'None',
    scope: 'server',
    detail: ANY_DETAIL,
    meaning: '1 or 0: whether it gave a usable answer',
    when: 'always',
    value: (reading) => Number(reading.verdict !== 'unusable'),
  },
  drift: {
    name: 'Drift',
    forWarnings: true,
    unit: 'None',
    scope: 'server',
    detail: FULL,
    meaning: 'how fast its clock gains on reference time, ppm; below 0, it loses',
    when: 'it is known',
    value: ifUsable(({ drift }) => (drift?.known ? drift.ppm : null)),
  },
  hoursToLimit: {
    name: 'HoursToLimit',
    forWarnings: true,
    unit: 'None',
    scope: 'server',
    detail: FULL,
    troubleOnly: true,
    meaning: 'hours until it reaches its limit at the slowest rate that its readings prove',
    when: 'it is drifting there, and soon enough to be believed',
    value: ifUsable(hoursToLimit),
  },
  serverRunsOutside: {
    ...BAD_RUN_OF_SERVER,
    isCounted: 'proof',
    scope: 'server',
    name: 'RunsOutside',
    meaning:
      '1 in a run in which the server is outside, 0.01 where it is one of so many that the monitor has the 1',
    when: 'only then',
    value: (reading, tally) => (reading.verdict === 'outside' ? weightOf(reading, tally) : null),
  },
  serverRunsUnusable: {
    ...BAD_RUN_OF_SERVER,
    scope: 'server',
    name: 'RunsUnusable',
    meaning: 'likewise, in which it gave no usable answer',
    when: 'only then',
    value: (reading, tally) => (reading.verdict === 'unusable' ? weightOf(reading, tally) : null),
  },
  serverRunsUncertain: {
    ...BAD_RUN_OF_SERVER,
    scope: 'server',
    name: 'RunsUncertain',
    forWarnings: true,
    meaning: 'likewise, in which its offset proved nothing',
    when: 'only then',
    value: (reading, tally) => (isUncertain(reading) ? weightOf(reading, tally) : null),
  },
} as const satisfies Record<string, Metric>;
