import { summaryFromLog } from '../../lab/summary-from-log';
import { logResult } from '../../lambda/function/log';
import { type Reading, type RunResult, summarise } from '../../lambda/monitor/reading';

const RESULT: RunResult = {
  monitor: 'lab',
  time: '2026-11-22T12:09:01.123Z',
  clock: { ratePpm: 0, boundPpm: 2000 },
  reference: {
    source: 'clock',
    known: true,
    clockOffsetMs: 0,
    boundMs: 0.1,
    truechimers: [],
    falsetickers: [],
  },
  servers: [
    { server: 'a', verdict: 'within', offsetMs: 1, packet: null } as Reading,
    { server: 'b', verdict: 'unusable', reason: 'timeout', packet: null } as Reading,
  ],
};

/** What the function itself writes. */
function logged(result: RunResult): string[] {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  logResult(result, 'request');
  const lines = write.mock.calls.map(([text]) => String(text).trimEnd());
  write.mockRestore();
  return lines;
}

test("A run's log holds what its result would have said", () => {
  const fromLog = summaryFromLog(logged(RESULT));
  expect(fromLog).toEqual(JSON.parse(JSON.stringify(summarise(RESULT))));
});

test("Lines that are no one's reading are passed over", () => {
  expect(summaryFromLog(['(node:1) Warning', 'null', ...logged(RESULT), '{"x":1}'])?.servers).toHaveLength(2);
});

test('A run that ended before its readings were complete has no summary', () => {
  expect(summaryFromLog(logged(RESULT).slice(0, 1))).toBeUndefined();
});
