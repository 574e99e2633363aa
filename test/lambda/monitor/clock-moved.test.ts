import type { RunResult } from '../../../lambda/monitor/reading';
import { type SimulatedMachine, Simulation } from '../../../testkit/ntp/simulated-network';

const HOUR_MS = 3_600_000;
/** One run of two samples of each of four servers takes 8 s. */
const SLOWLY: SimulatedMachine = { gapMs: 1000 };
const FOUR = { a: {}, b: {}, c: { aheadMs: 20 }, d: { role: 'target', aheadMs: 20 } } as const;

const FOUR_AHEAD_MS: Record<string, number> = { a: 0, b: 0, c: 20, d: 20 };

const verdicts = ({ servers }: RunResult) =>
  servers.map(({ server, verdict, reason }) => [server, verdict, reason].filter(Boolean).join(' '));
const ALL_USABLE = ['a within', 'b within', 'c within', 'd within'];

/** From the instant on, by so much at once; from the instant on, by so much a second. */
const stepped = (atMs: number, byMs: number) => (t: number) => (t < atMs ? 0 : byMs);
const slewed = (atMs: number, ppm: number) => (t: number) => Math.max(t - atMs, 0) * ppm * 1e-6;

describe.each(['consensus', 'clock'] as const)(
  'Judged by %s, a wall clock that during the run',
  (reference) => {
    test.each<[string, (t: number) => number, string]>([
      ['is stepped forward', stepped(4000, 250), '250.0'],
      ['is stepped back', stepped(4000, -250), '-250.0'],
      ['is stepped by a millisecond', stepped(4000, 1), '1.0'],
      ['is slewed as fast as Linux can', slewed(4000, 500), '2.'],
      ['is slewed from the beginning on', slewed(-HOUR_MS, -500), '-4.'],
    ])('%s makes every reading unusable', async (_name, stepMs, by) => {
      const result = await new Simulation(FOUR, { ...SLOWLY, stepMs }).run({ reference });
      expect(new Set(result.servers.map((reading) => reading.reason))).toEqual(new Set(['clock-moved']));
      for (const reading of result.servers) {
        expect(reading).toMatchObject({ verdict: 'unusable', offsetMs: null, clockOffsetMs: null });
        expect(reading.explanation).toContain(`the function's wall clock was moved by ${by}`);
      }
      expect(result.reference).toMatchObject({ source: reference, known: false, clockOffsetMs: null });
    });
  },
);

describe("A wall clock that is moved by no more than a crystal's error, as macOS does all the time,", () => {
  const moves: [string, (t: number) => number][] = [
    ['slewed by 10 ppm', slewed(-HOUR_MS, 10)],
    ['slewed back by 10 ppm', slewed(-HOUR_MS, -10)],
    ['set right by 40 microseconds', stepped(2500, 0.04)],
  ];

  test.each(moves)('%s: is no part of what a consensus finds', async (_name, stepMs) => {
    const result = await new Simulation(FOUR, { ...SLOWLY, stepMs }).run();
    expect(verdicts(result)).toEqual(ALL_USABLE);
    for (const { server, offsetMs, uncertaintyMs } of result.servers) {
      expect(offsetMs).toBeCloseTo(FOUR_AHEAD_MS[server]!, 6);
      // Half a delay each for server and voters, and what the clock may drift from one's turn to another's.
      expect(uncertaintyMs).toBeLessThan(1 + 1 + 1.1);
    }
  });

  test.each(moves)('%s: is within the bound where it is the judge', async (_name, stepMs) => {
    // Perfect paths: whatever is off is the clock.
    const path = { forthMs: 0, backMs: 0 };
    const servers = { a: path, b: path, c: path, d: path };
    const simulation = new Simulation(servers, { ...SLOWLY, stepMs });
    const { servers: readings } = await simulation.run({ reference: 'clock', samples: 1 });
    expect(verdicts({ servers: readings } as RunResult)).toEqual(ALL_USABLE);
    for (const { offsetMs, uncertaintyMs, packet } of readings) {
      const at = Date.parse(packet!.transmitTime!) - Date.parse('2026-11-22T12:00:00Z');
      // The servers show true time: how far each is ahead of the wall clock is how far that is behind.
      const trueOffsetMs = at - simulation.wallMs(at);
      expect(Math.abs(offsetMs! - trueOffsetMs)).toBeLessThanOrEqual(uncertaintyMs!);
      expect(uncertaintyMs!).toBeLessThan(0.05);
    }
  });
});

describe('What happens to the clocks between two runs leaves no trace in the second:', () => {
  test.each<[string, SimulatedMachine, (simulation: Simulation) => void]>([
    ['the process is frozen for an hour, and its monotonic clock with it', {}, (sim) => sim.freeze(HOUR_MS)],
    ['the monotonic clock goes on while the process is frozen', {}, (sim) => sim.pass(HOUR_MS)],
    ['it wakes up on another machine, whose monotonic clock is ahead', {}, (sim) => sim.jump(400 * HOUR_MS)],
    ['or behind', {}, (sim) => sim.jump(-2000)],
    ['the wall clock is stepped', { stepMs: stepped(HOUR_MS, -250) }, (sim) => sim.pass(HOUR_MS)],
    [
      'the wall clock is slewed by 500 ppm until just before',
      { stepMs: (t) => Math.min(t, HOUR_MS) * 500e-6 - HOUR_MS * 500e-6 },
      (sim) => sim.pass(HOUR_MS),
    ],
  ])('%s', async (_name, machine, between) => {
    const simulation = new Simulation(FOUR, machine);
    const before = simulation.wallMs(HOUR_MS); // the first run is of no interest: a slew may spoil it
    await simulation.run();
    between(simulation);
    const second = await simulation.run();
    expect(verdicts(second)).toEqual(ALL_USABLE);
    expect(second.reference.falsetickers).toEqual([{ server: 'c', offsetMs: expect.closeTo(20, 3) }]);
    expect(second.reference.clockOffsetMs).toBeCloseTo(HOUR_MS - before, 3);
    expect(second.servers[3]!.offsetMs).toBeCloseTo(20, 3);
  });
});
