import type { ColdConfiguration, ColdResult } from '../cold/cold-campaign';
import { OURS } from '../warm/ours';
import { CHECK_NTP_TIME, CHRONYD_Q, NTPLIB } from '../warm/peers';
import type { WarmResult } from '../warm/warm-campaign';
import { ratio, significant } from './number';

/** What is wanted, and whether it was reached. */
export interface Goal {
  wanted: string;
  found: string;
  reached: boolean;
}

/** Microseconds. */
const COLD = { medianAbs: 10, p95Abs: 60 } as const;
const WARM_P95 = 10;

/** Goals whose clients were both there. */
export function warmGoals({ peers }: WarmResult): Goal[] {
  const find = (id: string) => peers.find((peer) => peer.id === id);
  const ours = find(OURS.fast);
  if (!ours) {
    return [];
  }
  const against = (id: string, most: number, wanted: string): Goal[] => {
    const peer = find(id);
    if (peer === undefined) {
      return [];
    }
    const rounds = ours.roundMedians.map((value, i) => value / peer.roundMedians[i]!);
    const found =
      `${significant(ours.medianAbs)} against ${significant(peer.medianAbs)} us, ` +
      `${ratio(ours.medianAbs, peer.medianAbs)}; in single rounds ` +
      `${ratio(Math.min(...rounds), 1)} to ${ratio(Math.max(...rounds), 1)}`;
    return [{ wanted, found, reached: ours.medianAbs <= most * peer.medianAbs }];
  };
  return [
    ...against(CHECK_NTP_TIME, 1, "a fast reading's median is at most 1.0 x check_ntp_time's"),
    ...against(CHRONYD_Q, 2, "a fast reading's median is at most 2 x one-shot chronyd -Q's"),
    ...against(NTPLIB, 1 / 4, "a fast reading's median is at most a quarter of ntplib's"),
    {
      wanted: `a fast reading's p95 is at most ${WARM_P95} us`,
      found: `${significant(ours.p95Abs)} us`,
      reached: ours.p95Abs <= WARM_P95,
    },
  ];
}

/** Whether readings at this memory size are as good as is wanted of the default one. */
function meetsColdGoals({ medianAbs, p95Abs, contained, n }: ColdConfiguration): boolean {
  return medianAbs <= COLD.medianAbs && p95Abs <= COLD.p95Abs && contained === n;
}

export const COLD_GOAL =
  `a median of at most ${COLD.medianAbs} us, a p95 of at most ${COLD.p95Abs} us, ` +
  'and the truth inside the published uncertainty of every reading';

/** The memory sizes that meet the goals, in ascending order, MB. */
export function goodEnoughMb({ configurations }: ColdResult): number[] {
  return configurations.flatMap((each) =>
    each.memoryMb !== null && meetsColdGoals(each) ? [each.memoryMb] : [],
  );
}
