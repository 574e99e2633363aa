import { logResult } from '../../../lambda/function/log';
import { summarise } from '../../../lambda/monitor/reading';
import { captureLog, type LogLine } from '../../../testkit/function/invocation';
import { reading, result, UNUSABLE } from '../../../testkit/function/sample-readings';

async function logged(
  of: Parameters<typeof logResult>[0],
  repeated?: ReadonlySet<string>,
): Promise<LogLine[]> {
  const { lines } = await captureLog(async () => logResult(of, 'request-1', repeated));
  return lines;
}

describe('The log of a run', () => {
  test('has one line per reading with every field, then one for the run', async () => {
    const servers = [reading('a'), reading('b', UNUSABLE)];
    const lines = await logged(result(servers));
    const common = { requestId: 'request-1', monitor: 'm', time: '2026-11-22T12:00:00.000Z' };
    expect(lines).toEqual([
      { timestamp: expect.any(String), level: 'INFO', message: 'reading', ...common, ...servers[0] },
      { timestamp: expect.any(String), level: 'WARN', message: 'reading', ...common, ...servers[1] },
      {
        timestamp: expect.any(String),
        level: 'INFO',
        message: 'run',
        ...common,
        clock: result(servers).clock,
        reference: result(servers).reference,
        verdicts: { within: 1, unusable: 1 },
      },
    ]);
  });

  test.each([
    ['within', 'INFO'],
    ['uncertain', 'INFO'],
    ['outside', 'WARN'],
    ['unusable', 'WARN'],
  ] as const)('a reading that is %s is for %s', async (verdict, level) => {
    expect((await logged(result([reading('a', { verdict })])))[0]).toMatchObject({ level });
  });

  test('a lost reference is a warning', async () => {
    expect((await logged(result([], { known: false }))).at(-1)).toMatchObject({
      level: 'WARN',
      message: 'run',
    });
  });

  test('marks who is reported by another shard, and leaves them out of its counts', async () => {
    const servers = [reading('voter', UNUSABLE), reading('a')];
    const [voter, a, run] = await logged(result(servers), new Set(['voter']));
    expect([voter!.repeated, a!.repeated]).toEqual([true, undefined]);
    expect(run!.verdicts).toEqual({ within: 1 });
  });

  test('keeps to a line, whatever a server calls itself', async () => {
    const explanation = 'two\nlines "and" a \u2028 separator';
    const [line] = await logged(result([reading('a\nb', { ...UNUSABLE, explanation })]));
    expect(line).toMatchObject({ server: 'a\nb', explanation });
  });
});

describe('The summary of a run', () => {
  test('has every server in short', () => {
    const packet = {
      leap: 0,
      version: 4,
      mode: 4,
      stratum: 2,
      poll: 6,
      precision: -20,
      rootDelayMs: 1,
      rootDispersionMs: 2,
      refId: '192.0.2.9',
      referenceTime: null,
      originTime: null,
      receiveTime: null,
      transmitTime: null,
      destinationTime: null,
    };
    const run = result([reading('a', { packet }), reading('b', UNUSABLE)]);
    expect(summarise(run)).toEqual({
      ...run,
      servers: [
        {
          server: 'a',
          verdict: 'within',
          offsetMs: 1.5,
          uncertaintyMs: 5,
          clockOffsetMs: 2,
          rootDistanceMs: 6,
          limitMs: 50,
          delayMs: 10,
          stratum: 2,
          leap: 0,
          refId: '192.0.2.9',
          address: '192.0.2.1',
          vote: 'truechimer',
        },
        {
          server: 'b',
          verdict: 'unusable',
          reason: 'timeout',
          explanation: 'nobody there',
          offsetMs: null,
          uncertaintyMs: null,
          clockOffsetMs: null,
          rootDistanceMs: 6,
          limitMs: 50,
          delayMs: null,
          stratum: null,
          leap: null,
          refId: null,
          address: '192.0.2.1',
          vote: 'none',
        },
      ],
    });
  });
});
