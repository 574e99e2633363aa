import type { Claim } from './campaign-tally';
import { CampaignTally } from './campaign-tally';
import { checkOwnClock, type Slander } from './own-clock';

const RATES = [1.00003, 1.0001, 1.002, 1.05, 0.9999];
/** Servers of one's own, and 10 ms there and back. */
const PATHS_MS = [0, 10];

/** What came of one rate on one path. */
export interface OwnClockRow extends Slander {
  rate: number;
  pathMs: number;
  readings: number;
  violations: number;
  /** The median of the published uncertainties, ms. */
  medianMs: number;
}

/**
 * All rates, one after the other, on all paths at once.
 * @param readings to check for each, at the least
 */
export async function checkOwnClocks(
  readings: number,
  onProgress: (done: number) => void,
): Promise<{ rows: OwnClockRow[]; violations: Claim[] }> {
  const rows: OwnClockRow[] = [];
  const violations: Claim[] = [];
  for (const rate of RATES) {
    const tallies = PATHS_MS.map(() => new CampaignTally());
    const slanders = await Promise.all(
      PATHS_MS.map((pathMs, i) => checkOwnClock({ rate, pathMs, readings }, tallies[i]!)),
    );
    for (const [i, slander] of slanders.entries()) {
      const { claims, uncertaintyMs, violations: count } = tallies[i]!.summary();
      const found = { readings: claims, violations: count, medianMs: uncertaintyMs.median };
      rows.push({ rate, pathMs: PATHS_MS[i]!, ...found, ...slander });
      violations.push(...tallies[i]!.violations);
    }
    onProgress(rows.reduce((sum, row) => sum + row.readings, 0));
  }
  return { rows, violations };
}

export function ownClockTable(rows: readonly OwnClockRow[]): string {
  const lines = rows.map(({ rate, pathMs, medianMs, measured, ...row }) =>
    [
      `x${rate}`,
      pathMs,
      row.readings,
      `**${row.violations}**`,
      row.slandered,
      row.lost,
      row.moved,
      medianMs.toFixed(3),
      `${measured.ratePpm.toFixed(0)} +- ${measured.boundPpm.toFixed(0)}`,
    ].join(' | '),
  );
  return `| Rate | Path, ms | Readings | Truth outside | Voters slandered | Reference lost | Servers that "moved" | Uncertainty, median (ms) | Rate as measured (ppm) |
|---|---|---|---|---|---|---|---|---|
${lines.map((line) => `| ${line} |`).join('\n')}`;
}
