import { inLocalWords, TIMEOUT_WORDS } from '../../../cli/query/local-words';
import { reading, result } from '../../../testkit/function/sample-readings';

const EXPLAINED = result(
  [
    reading('a', {
      explanation: "no name server could say where it is; check the function's DNS",
      remarks: [{ id: 'dns-failed', severity: 'warn', text: "check the function's DNS" } as never],
    }),
    reading('b', { explanation: 'the time was over; give the function a longer timeout' }),
    reading('c', {}),
  ],
  { explanation: "against the function's clock: a +1 ms" },
);

test('What is said of the function is said of this machine, wherever it is said', () => {
  const { reference, servers } = inLocalWords(EXPLAINED);
  expect(reference.explanation).toBe("against this machine's clock: a +1 ms");
  expect(servers[0]!.explanation).toContain("check this machine's DNS");
  expect(servers[0]!.remarks).toEqual([expect.objectContaining({ text: "check this machine's DNS" })]);
  expect(servers[1]!.explanation).toContain('give the function a longer timeout'); // a monitor.json's run has no option
  expect(servers[2]).toEqual(EXPLAINED.servers[2]);
});

test('A command with a timeout names its option', () => {
  const { servers } = inLocalWords(EXPLAINED, TIMEOUT_WORDS);
  expect(servers[1]!.explanation).toBe('the time was over; give it more time with --timeout');
});
