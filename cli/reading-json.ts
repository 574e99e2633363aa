import type { Reading } from '../lambda/monitor/reading';
import { leapText, modeText, refIdDescription, stratumText } from './query/describe';

/**
 * One reading as every command prints it with `--json`: all that is logged of it, the packet's commonest fields
 * beside, and the numbers of RFC 5905 in words.
 */
export function readingJson(reading: Reading): object {
  const { packet } = reading;
  return {
    ...reading,
    stratum: packet?.stratum ?? null,
    leap: packet?.leap ?? null,
    refId: packet?.refId ?? null,
    // A kiss has none: its timestamps are the request's own random bits.
    time: (reading.clockOffsetMs !== null && packet?.transmitTime) || null,
    texts: packet && {
      leap: leapText(packet.leap),
      mode: modeText(packet.mode),
      stratum: stratumText(packet.stratum),
      refId: refIdDescription(packet),
    },
  };
}
