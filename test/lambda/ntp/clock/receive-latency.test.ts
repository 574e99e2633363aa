import { type ReceiveLatency, receiveLatency } from '../../../../lambda/ntp/clock/receive-latency';

/** The event loop and the clock, by hand: the code asks for a turn, the test lets it come. */
let nowMs: number;
let turns: (() => void)[];
let latency: ReceiveLatency;

beforeEach(() => {
  nowMs = 1000;
  turns = [];
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  jest.spyOn(global, 'setImmediate').mockImplementation(((callback: () => void) => {
    turns.push(callback);
  }) as typeof setImmediate);
  latency = receiveLatency();
});
afterEach(() => jest.restoreAllMocks());

function turnAt(ms: number): void {
  nowMs = ms;
  turns.shift()!();
}

describe('After a request the event loop', () => {
  test('turns for half a millisecond, then may sleep', () => {
    latency.spin(1000);
    turnAt(1000.2);
    turnAt(1000.4);
    expect(turns).toHaveLength(1);
    turnAt(1000.6);
    expect(turns).toHaveLength(0);
  });

  test('turns on for as long after the next, never twice at a time', () => {
    latency.spin(1000);
    turnAt(1000.4);
    latency.spin(1000.4);
    expect(turns).toHaveLength(1);
    turnAt(1000.8);
    expect(turns).toHaveLength(1);
    turnAt(1001);
    expect(turns).toHaveLength(0);
    latency.spin(1002);
    expect(turns).toHaveLength(1);
  });
});

describe('A packet is late by', () => {
  test('nothing that is known, as long as no turn found one', () => {
    expect(latency.usual(1000)).toBe(0);
    latency.spin(1000);
    expect(latency.usual(1000.3)).toBe(0);
  });

  /** Of so many packets, each found by a turn and heard so much later, ms: how late the last one is said to be. */
  const lateAfter = (...samplesMs: number[]) =>
    samplesMs
      .map((hearingMs) => {
        latency.spin(nowMs);
        turnAt(nowMs + 2 ** -3);
        return latency.usual(nowMs + hearingMs);
      })
      .at(-1);

  test('what it usually is: a single one that was quicker than all others is not typical', () => {
    const usual = Array.from({ length: 40 }, () => 2 ** -8);
    expect(lateAfter(...usual, 0.75 * 2 ** -8)).toBe(2 ** -8);
  });

  test('at most half more than the least', () => {
    const usual = Array.from({ length: 40 }, () => 2 ** -7);
    expect(lateAfter(...usual, 2 ** -8)).toBe(1.5 * 2 ** -8);
  });

  test('what the last ones took: code gets quicker, and a machine slower', () => {
    const later = Array.from({ length: 64 }, () => 2 ** -7);
    expect(lateAfter(...later.map(() => 2 ** -8), ...later)).toBe(2 ** -7);
  });

  test('the least time from a turn to its handler, as long as there are few', () => {
    latency.spin(1000);
    turnAt(1000.125);
    expect(latency.usual(1000.125 + 2 ** -6)).toBe(2 ** -6);
    turnAt(1000.375);
    expect(latency.usual(1000.375 + 2 ** -8)).toBe(2 ** -8);
    expect(latency.usual(1000.5)).toBe(2 ** -8);
  });

  test('that also when it woke the loop from sleep, which shows nothing new', () => {
    latency.spin(1000);
    turnAt(1000.125);
    expect(latency.usual(1000.125 + 2 ** -6)).toBe(2 ** -6);
    turnAt(1001);
    expect(latency.usual(1001 + 2 ** -10)).toBe(2 ** -6);
  });

  test('nothing that is known, when the least was a wait for CPU', () => {
    latency.spin(1000);
    turnAt(1000.125);
    expect(latency.usual(1000.25)).toBe(0);
  });
});
