/** What another clock than the function's and the voters' says. */
export interface Witness {
  /** Who that is, for a sentence: "CloudWatch". */
  name: string;
  /** Its time minus the local clock when the run began, ms, and how far that may be off. */
  clockOffsetMs: number;
  boundMs: number;
}

/** Reference time and the local clock are so far apart that one of the two is wrong. */
export interface ClockDispute {
  /** Whom the witness proves right. */
  sidesWith: 'reference' | 'clock' | 'nobody';
  explanation: string;
}

/**
 * Voters that are wrong together agree; only another clock can give them away.
 *
 * @param offsetMs reference time minus local clock
 * @param maxDifferenceMs how far apart the two may be before they are told
 * @returns undefined while they are near enough
 */
export function clockDispute(
  offsetMs: number,
  maxDifferenceMs: number,
  witness?: Witness,
): ClockDispute | undefined {
  if (Math.abs(offsetMs) <= maxDifferenceMs) {
    return undefined;
  }
  const sidesWith = witness ? sideOf(witness, offsetMs, maxDifferenceMs) : 'nobody';
  const side = offsetMs < 0 ? 'behind' : 'ahead of';
  const apart = `reference time is ${Math.abs(offsetMs / 1000).toFixed(0)} s ${side} the local clock`;
  return { sidesWith, explanation: `${apart}: ${conclusion(sidesWith, witness)}` };
}

function sideOf({ clockOffsetMs, boundMs }: Witness, offsetMs: number, maxDifferenceMs: number) {
  const nearMs = boundMs + maxDifferenceMs / 2;
  const nearReference = Math.abs(clockOffsetMs - offsetMs) <= nearMs;
  const nearClock = Math.abs(clockOffsetMs) <= nearMs;
  if (nearReference === nearClock) {
    return 'nobody';
  }
  return nearReference ? 'reference' : 'clock';
}

function conclusion(sidesWith: ClockDispute['sidesWith'], witness: Witness | undefined): string {
  const said = witness && `${witness.name}'s last answer agrees with`;
  switch (sidesWith) {
    case 'reference':
      return `${said} reference time, so the local clock is wrong; servers are judged all the same`;
    case 'clock':
      return `${said} the local clock, so the voters are wrong together; check what they follow`;
    default:
      return 'one of the two is wrong; compare both with a clock that you trust';
  }
}
