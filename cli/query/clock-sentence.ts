import type { Reading, RunResult } from '../../lambda/monitor/reading';
import { namesText } from '../../lambda/monitor/remarks/remark';
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

/** The answer of one server that was asked alone, and what is to be known of it. */
export function singleAnswer(reading: Reading): string {
  const { server, verdict, explanation = '', remarks = [] } = reading;
  const notes = [explanation, ...remarks.map(({ text }) => text)].filter(Boolean).map(sentence);
  return [
    `${server}: ${verdict === 'unusable' ? unusableText(reading) : offsetText(reading)}.`,
    ...notes,
  ].join(' ');
}

function unusableText({ reason }: Reading): string {
  return `no usable answer (${reason})`;
}

function offsetText({ verdict, clockOffsetMs, uncertaintyMs, limitMs }: Reading): string {
  const judged = verdict === 'uncertain' ? 'maybe within' : verdict;
  return `${clockSentence(clockOffsetMs!, uncertaintyMs!)}, ${judged} the limit of ${limitText(limitMs)}`;
}

/** What several servers together say of the machine that asked. */
export function consensusAnswer({ reference }: Pick<RunResult, 'reference'>): string {
  const { clockOffsetMs, boundMs, truechimers, clocksDisagree } = reference;
  if (clockOffsetMs === null || boundMs === null) {
    return "This clock can't be judged: reference time is unknown.";
  }
  const by = `by the consensus of ${namesText(truechimers)}`;
  return sentence(
    clocksDisagree
      ? `${by}, ${clocksDisagree.explanation}`
      : `${clockSentence(clockOffsetMs, boundMs)}, ${by}`,
  );
}

function sentence(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
