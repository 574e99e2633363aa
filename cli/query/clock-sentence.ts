import type { Reading, RunResult } from '../../lambda/monitor/reading';
import { limitText, msText } from '../../picture/ms-text';

/**
 * What an offset says of the machine that asked: a server that is ahead shows a clock that is slow.
 * @param offsetMs true time minus this clock, ms
 */
function clockSentence(offsetMs: number, boundMs: number): string {
  const size = msText(Math.abs(offsetMs));
  const direction = offsetMs < 0 ? 'fast' : 'slow';
  return `this clock is ${size} ${direction} (± ${msText(boundMs)})`;
}

/** The answer of one server that was asked alone. */
export function singleAnswer(reading: Reading): string {
  const { server, verdict, clockOffsetMs, uncertaintyMs, limitMs, reason, explanation } = reading;
  if (verdict === 'unusable' || clockOffsetMs === null || uncertaintyMs === null) {
    return `${server}: no usable answer (${reason}). ${sentence(explanation ?? '')}`.trimEnd();
  }
  const judged = verdict === 'uncertain' ? 'maybe within' : verdict;
  return `${server}: ${clockSentence(clockOffsetMs, uncertaintyMs)}, ${judged} the limit of ${limitText(limitMs)}.`;
}

/** What several servers together say of the machine that asked. */
export function consensusAnswer({ reference }: Pick<RunResult, 'reference'>): string {
  const { known, clockOffsetMs, boundMs, truechimers } = reference;
  return known && clockOffsetMs !== null && boundMs !== null
    ? sentence(`${clockSentence(clockOffsetMs, boundMs)}, by the consensus of ${truechimers.join(', ')}`)
    : "This clock can't be judged: reference time is unknown.";
}

function sentence(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
