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
    value: ifUsable((reading) => reading.offsetMs),
  },
  uncertainty: {
    name: 'Uncertainty',
    unit: 'Milliseconds',
    scope: 'server',
    detail: ANY_DETAIL,
    value: ifUsable((reading) => reading.uncertaintyMs),
  },
  roundTripDelay: {
    name: 'RoundTripDelay',
    unit: 'Milliseconds',
    scope: 'server',
    detail: ANY_DETAIL,
    value: (reading) => reading.delayMs,
  },
  usable: {
    name: 'Usable',
    unit: 'None',
    scope: 'server',
    detail: ANY_DETAIL,
    value: (reading) => Number(reading.verdict !== 'unusable'),
  },
  drift: {
    name: 'Drift',
    forWarnings: true,
    unit: 'None',
    scope: 'server',
    detail: FULL,
    value: ifUsable(({ drift }) => (drift?.known ? drift.ppm : null)),
  },
  hoursToLimit: {
    name: 'HoursToLimit',
    forWarnings: true,
    unit: 'None',
    scope: 'server',
    detail: FULL,
    troubleOnly: true,
    value: ifUsable(hoursToLimit),
  },
  serverRunsOutside: {
    ...BAD_RUN_OF_SERVER,
    isCounted: 'proof',
    scope: 'server',
    name: 'RunsOutside',
    value: (reading, tally) => (reading.verdict === 'outside' ? weightOf(reading, tally) : null),
  },
  serverRunsUnusable: {
    ...BAD_RUN_OF_SERVER,
    scope: 'server',
    name: 'RunsUnusable',
    value: (reading, tally) => (reading.verdict === 'unusable' ? weightOf(reading, tally) : null),
  },
  serverRunsUncertain: {
    ...BAD_RUN_OF_SERVER,
    scope: 'server',
    name: 'RunsUncertain',
    forWarnings: true,
    value: (reading, tally) => (isUncertain(reading) ? weightOf(reading, tally) : null),
  },
} as const satisfies Record<string, Metric>;
