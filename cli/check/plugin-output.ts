import type { Reading, RunResult } from '../../lambda/monitor/reading';
import { alerts, type ThresholdRange } from './threshold-range';

/** Monitoring Plugins Development Guidelines, "Plugin Return Codes". */
export const PLUGIN_STATE = { OK: 0, WARNING: 1, CRITICAL: 2, UNKNOWN: 3 } as const;

export type PluginState = keyof typeof PLUGIN_STATE;

/** Limits of |offset| in seconds, as check_ntp_time takes them. */
export interface PluginLimits {
  warning: ThresholdRange;
  critical: ThresholdRange;
  /** Added to every offset before it is judged, ms. Default: 0. */
  addedMs?: number;
  /** The state of a server that gave no usable answer. Default: CRITICAL. */
  unanswered?: PluginState;
}

interface CheckedServer {
  state: PluginState;
  text: string;
  reading: Reading;
}

/** The worst first. UNKNOWN ranks below a state that was measured. */
const WORST_FIRST: readonly PluginState[] = ['CRITICAL', 'WARNING', 'UNKNOWN', 'OK'];

/**
 * One line as monitoring plugins print it, with performance data, and the state of the worst server.
 * One server is judged against this machine's clock, several against the time that most of them agree on.
 */
export function pluginOutput(run: RunResult, limits: PluginLimits): { state: PluginState; line: string } {
  const judged = run.servers.map((reading) => checked(shifted(reading, limits), limits));
  const worst = judged.reduce((a, b) =>
    WORST_FIRST.indexOf(b.state) < WORST_FIRST.indexOf(a.state) ? b : a,
  );
  const several = judged.length > 1;
  const others = several
    ? ` (${judged.filter(({ state }) => state === 'OK').length} of ${judged.length} OK)`
    : '';
  const data = judged.map(({ reading }) => performanceData(reading, limits, several)).filter(Boolean);
  const line = `NTP ${worst.state}: ${worst.text}${others}`;
  return { state: worst.state, line: data.length > 0 ? `${line}|${data.join(' ')}` : line };
}

function shifted(reading: Reading, { addedMs = 0 }: PluginLimits): Reading {
  return reading.offsetMs === null ? reading : { ...reading, offsetMs: reading.offsetMs + addedMs };
}

function checked(
  reading: Reading,
  { warning, critical, addedMs = 0, unanswered = 'CRITICAL' }: PluginLimits,
): CheckedServer {
  const { server, verdict, offsetMs, uncertaintyMs, reason, explanation } = reading;
  if (verdict === 'unusable') {
    return { reading, state: unanswered, text: oneLine(`${server}: ${reason}: ${explanation}`) };
  }
  if (offsetMs === null || uncertaintyMs === null) {
    return { reading, state: 'UNKNOWN', text: oneLine(`${server}: ${explanation}`) };
  }
  const sizeS = Math.abs(offsetMs) / 1000;
  const state = alerts(critical, sizeS) ? 'CRITICAL' : alerts(warning, sizeS) ? 'WARNING' : 'OK';
  const added = addedMs === 0 ? '' : `, of which ${perfSeconds(addedMs, '+')} s by --time-offset`;
  const text = `${server}: offset ${perfSeconds(offsetMs, '+')} s (+- ${perfSeconds(uncertaintyMs)} s)${added}`;
  return { reading, state, text };
}

/** `'label'=value[UOM];[warn];[crit];[min]`; a label with a server's name is quoted. */
function performanceData(reading: Reading, { warning, critical }: PluginLimits, several: boolean): string {
  const { server, offsetMs, uncertaintyMs, delayMs, packet } = reading;
  const label = (name: string) => (several ? `'${server.replaceAll("'", "''")} ${name}'` : name);
  return [
    ...(offsetMs === null
      ? []
      : [`${label('offset')}=${perfSeconds(offsetMs)}s;${warning.text};${critical.text};`]),
    ...(uncertaintyMs === null ? [] : [`${label('uncertainty')}=${perfSeconds(uncertaintyMs)}s;;;0`]),
    ...(delayMs === null ? [] : [`${label('delay')}=${perfSeconds(delayMs)}s;;;0`]),
    ...(packet ? [`${label('stratum')}=${packet.stratum};;;0;16`] : []),
  ].join(' ');
}

/** The bar separates performance data, and a line is one line. */
export function oneLine(text: string): string {
  return text.replace(/[|\r\n]+/g, ' ').trim();
}

function perfSeconds(ms: number, plus = ''): string {
  const text = (Math.abs(ms) / 1000).toFixed(6);
  return `${ms < 0 && Number(text) !== 0 ? '-' : plus}${text}`;
}
