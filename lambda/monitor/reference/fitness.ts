import type { Measured } from '../../ntp/measure';
import { isFreeRunning } from '../../ntp/reference-id';
import { serverDistanceMs, statesNoDispersion } from '../../ntp/root-distance';
import type { Server } from '../event';
import { type Remark, type RemarkId, remark } from '../remarks/remark';

/** With one of these a server is judged and doesn't vote. */
const BARS: ReadonlySet<RemarkId> = new Set(['distance', 'free-running']);

/** What a server says of itself that is worth telling, be it a voter or not. */
export function remarksOnItself(
  { freeRunning }: Pick<Server, 'freeRunning'>,
  { best, errorMs, rootDistanceMs }: Measured,
  maxVoterDistanceMs: number,
): Remark[] {
  if (!best || errorMs === undefined || rootDistanceMs === undefined) {
    return [];
  }
  const remarks: Remark[] = [];
  if (rootDistanceMs > maxVoterDistanceMs) {
    remarks.push(
      remark(
        'distance',
        `its root distance of ${rootDistanceMs.toFixed(3)} ms is above the ${maxVoterDistanceMs} ms that a voter may have: ` +
          `${errorMs.toFixed(3)} ms of it are the exchange, ${serverDistanceMs(best.packet).toFixed(3)} ms its own claim`,
      ),
    );
  }
  if (isFreeRunning(best.packet) && !freeRunning) {
    remarks.push(
      remark(
        'free-running',
        'it follows no source, so its clock drifts freely; give it an upstream server, or set "freeRunning": true',
      ),
    );
  }
  if (statesNoDispersion(best.packet)) {
    const claim = serverDistanceMs(best.packet).toFixed(0);
    remarks.push(remark('no-dispersion', `it states no dispersion of its own; ${claim} ms are granted`));
  }
  return remarks;
}

/** Whether nothing that is said of a server keeps it from voting. */
export function isFit(remarks: readonly Remark[]): boolean {
  return !remarks.some(({ id }) => BARS.has(id));
}
