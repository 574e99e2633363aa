import { DriftWatch } from '../../../lambda/monitor/drift-watch';
import type { Reading } from '../../../lambda/monitor/reading';
import { plan, reading, result, server } from '../../../testkit/function/sample-readings';
import { seededRandom } from '../../../testkit/seeded-random';

const FIRST_MS = Date.parse('2026-11-25T12:00:20.000Z');
const MINUTE_MS = 60_000;
const VOTERS = [server('a'), server('b'), server('c')];
const TARGET = server('d', { role: 'target' });

test('Two environments that take turns at random state the drift of one that measures alone', () => {
  const random = seededRandom(3);
  const schedule = {
    plan: plan([...VOTERS, TARGET], { history: true }),
    scope: { detail: 'full' as const, shard: 1 },
  };
  const [alone, ...both] = [new DriftWatch(), new DriftWatch(), new DriftWatch()];
  const published: { timeMs: number; servers: Reading[] }[] = [];
  let turn = 0;
  let compared = 0;
  for (let minute = 0; minute < 110; minute += 1) {
    const timeMs = FIRST_MS + minute * MINUTE_MS;
    const servers = [...VOTERS, TARGET].map(({ name }) => {
      const [upMs, downMs] = [random(), random()];
      const offsetMs = (name === 'd' ? 5 * minute * 0.06 : 0) + (upMs - downMs) / 2;
      return reading(name, {
        offsetMs,
        delayMs: 2 + upMs + downMs,
        vote: name === 'd' ? 'none' : 'truechimer',
      });
    });
    const run = { ...result(servers), time: new Date(timeMs).toISOString() };
    // An environment has several turns in a row, as Lambda's do.
    turn = random() < 0.1 ? 1 - turn : turn;
    const watch = both[turn]!;
    const gap = watch.gapOf(schedule, timeMs);
    if (gap) {
      const missed = published.filter((each) => each.timeMs >= gap.fromMs && each.timeMs < gap.toMs);
      watch.restore(schedule, seriesOf(missed));
    }
    const [found, truth] = [watch, alone!].map((each) => each.observe(schedule, run).servers.at(-1)!.drift);
    // Metrics are of the minute, by the function's own clock.
    published.push({ timeMs: Math.floor(timeMs / MINUTE_MS) * MINUTE_MS, servers });
    if (found?.known && truth?.known) {
      compared += 1;
      expect(Math.abs(found.ppm - truth.ppm)).toBeLessThan(truth.halfWidthPpm + found.halfWidthPpm);
      expect(Boolean(found.timeLeft) === Boolean(truth.timeLeft) || minute < 40).toBe(true);
    }
  }
  expect(compared).toBeGreaterThan(90);
});

/** What GetMetricData gives of runs. */
function seriesOf(runs: readonly { timeMs: number; servers: Reading[] }[]) {
  return [...VOTERS, TARGET].map(({ name }, i) => {
    const values = (of: (each: Reading) => number | null) => ({
      timestampsMs: runs.map(({ timeMs }) => timeMs),
      values: runs.map(({ servers }) => of(servers[i]!)!),
    });
    return {
      server: name,
      offset: values(({ offsetMs }) => offsetMs),
      roundTripDelay: values(({ delayMs }) => delayMs),
    };
  });
}
