import { BATTERY_ROWS, playRow, rowTitle } from './all-stories';
import type { MonitorName } from './battery-monitors';

/** Tests of every story of some monitors, at every schedule, however CloudWatch evaluates. */
export function playAll(monitors: readonly MonitorName[]): void {
  const rows = BATTERY_ROWS.filter(({ monitor }) => monitors.includes(monitor));
  test.each(rows.map((row) => [rowTitle(row), row] as const))('%s', (_title, row) => {
    expect(playRow(row)).toEqual([[], [], [], []]);
  });
}
