import { EXIT, exitOf } from '../../cli/exit';
import type { ReferenceReading, Verdict } from '../../lambda/monitor/reading';
import { result } from '../../testkit/function/sample-readings';

const WITHIN: Verdict[] = ['within', 'within', 'within'];
const LOST = { known: false, clockOffsetMs: null, boundMs: null };
const DISPUTED = { clocksDisagree: { sidesWith: 'nobody', explanation: 'one of the two is wrong' } } as const;

test.each<[string, Verdict[], Partial<ReferenceReading>, number]>([
  ['every server is within', WITHIN, {}, EXIT.ok],
  ['nothing is proven of a server', ['within', 'uncertain', 'within'], {}, EXIT.ok],
  ['a server is proven outside', ['within', 'outside', 'within'], {}, EXIT.failed],
  ['a server is unusable', ['within', 'unusable', 'within'], {}, EXIT.failed],
  ['of three servers none could be judged', ['uncertain', 'uncertain', 'uncertain'], LOST, EXIT.failed],
  ['of two none could be judged, which two can never be', ['uncertain', 'uncertain'], LOST, EXIT.ok],
  ['reference time and the clock are implausibly apart', ['uncertain', 'uncertain'], DISPUTED, EXIT.failed],
])('A command ends, if %s, with the right exit code', (_, verdicts, reference, expected) => {
  const servers = verdicts.map((verdict) => ({ verdict }));
  expect(exitOf({ ...result([], reference), servers })).toBe(expected);
});
