import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { pluginOutput } from '../../../cli/check/plugin-output';
import { alerts, thresholdRange } from '../../../cli/check/threshold-range';
import { addCheck } from '../../../cli/commands/check-command';
import { NtpServer } from '../../../lab/ntp/ntp-server';
import type { Reading } from '../../../lambda/monitor/reading';
import { picturedRun } from '../../../testkit/function/pictured-run';
import { reading } from '../../../testkit/function/sample-readings';
import { ntpDrift } from '../../../testkit/ntp-drift-process';

const LIMITS = { warning: thresholdRange('0.5'), critical: thresholdRange('1') };
const output = (...servers: Reading[]) => pluginOutput({ ...picturedRun([]), servers }, LIMITS);

test.each([
  ['right', 499, 'OK', '+0.499000'],
  ['beyond the warning', -501, 'WARNING', '-0.501000'],
  ['beyond the critical limit', 1001, 'CRITICAL', '+1.001000'],
] as const)('a server that is %s', (_, offsetMs, state, offset) => {
  const { state: found, line } = output(reading('a', { offsetMs, uncertaintyMs: 2, delayMs: 4 }));
  expect(found).toBe(state);
  expect(line).toMatch(
    `NTP ${state}: a: offset ${offset} s (+- 0.002000 s)|offset=${Number(offset).toFixed(6)}s;0.5;1; `,
  );
  expect(line).toContain('uncertainty=0.002000s;;;0 delay=0.004000s;;;0');
});

test('no usable answer is critical, in one line without a bar that would begin performance data', () => {
  const silent = { verdict: 'unusable', reason: 'timeout', explanation: 'no | reply\nat all' } as const;
  const nothing = { offsetMs: null, uncertaintyMs: null, delayMs: null, packet: null };
  expect(output(reading('a', { ...silent, ...nothing }))).toEqual({
    state: 'CRITICAL',
    line: 'NTP CRITICAL: a: timeout: no   reply at all',
  });
});

test('where quiet is asked for, no usable answer is unknown', () => {
  const silent = reading('a', {
    verdict: 'unusable',
    reason: 'timeout',
    offsetMs: null,
    uncertaintyMs: null,
  });
  const limits = { ...LIMITS, unanswered: 'UNKNOWN' } as const;
  expect(pluginOutput({ ...picturedRun([]), servers: [silent] }, limits).state).toBe('UNKNOWN');
});

test('an expected offset is added before the server is judged, and the line says so', () => {
  const limits = { ...LIMITS, addedMs: 10_000 };
  const servers = [reading('a', { offsetMs: -9_600, uncertaintyMs: 1 })];
  const { state, line } = pluginOutput({ ...picturedRun([]), servers }, limits);
  expect(state).toBe('OK');
  expect(line).toContain('a: offset +0.400000 s (+- 0.001000 s), of which +10.000000 s by --time-offset|');
  expect(line).toContain('|offset=0.400000s;0.5;1; ');
});

test('a server that could not be judged is unknown', () => {
  const unjudged = { verdict: 'uncertain', offsetMs: null, uncertaintyMs: null } as const;
  expect(output(reading('a', { ...unjudged, explanation: 'reference time is lost' })).state).toBe('UNKNOWN');
});

test('of several servers the worst decides, and each has its own performance data', () => {
  const { state, line } = output(
    reading('a', { offsetMs: 1 }),
    reading("b's", { offsetMs: 700, uncertaintyMs: 1 }),
  );
  expect(state).toBe('WARNING');
  expect(line).toContain("b's: offset +0.700000 s (+- 0.001000 s) (1 of 2 OK)|'a offset'=0.001000s;0.5;1; ");
  expect(line).toContain("'b''s offset'=0.700000s;0.5;1;");
});

test.each([
  ['10', [10.1, -0.1], [0, 10]],
  ['0', [0.1], [0]],
  ['10:', [9.9], [10, 1e9]],
  ['~:10', [10.1], [-1e9, 10]],
  ['10:20', [9.9, 20.1], [10, 20]],
  ['@10:20', [10, 15, 20], [9.9, 20.1]],
  ['@.5', [0, 0.5], [0.6]],
])('the range %s tells of %j and not of %j', (text, told, untold) => {
  const range = thresholdRange(text);
  expect([...told, ...untold].filter((value) => alerts(range, value))).toEqual(told);
});

test.each(['', ':', '@', '@:', 'a', '20:10', '1,5', '5%', '1:2:3', '0x1', '~', '-1', 'NaN'])(
  '"%s" is no range',
  (text) => {
    expect(() => thresholdRange(text)).toThrow('expected seconds, or a range');
  },
);

test('a range is repeated in performance data as it was written', () => {
  const limits = { warning: thresholdRange('@0.1:0.5'), critical: thresholdRange('~:1') };
  const servers = [reading('a', { offsetMs: -300, uncertaintyMs: 1 })];
  const { state, line } = pluginOutput({ ...picturedRun([]), servers }, limits);
  expect(state).toBe('WARNING');
  expect(line).toContain('|offset=-0.300000s;@0.1:0.5;~:1; ');
});

test.each([
  ['no host', []],
  ['a host that is none', ['-H', 'ntp://a']],
  ['a range that is none', ['-H', 'a', '-w', '5..6']],
  ['limits the wrong way round', ['-H', 'a', '-w', '5', '-c', '2']],
  ['a mistyped option', ['-H', 'a', '--warnign', '2']],
  ['one address family and an address of the other', ['-H', '[::1]:5', '-4']],
  ['both address families', ['-H', 'a', '-4', '-6']],
  ['a time that is none', ['-H', 'a', '-o', 'soon']],
  ['a pause that is none', ['-H', 'a', '-d', '-1']],
])('%s is unknown, in one line where monitors read it', async (_, args) => {
  const { printed, exitCode } = await ntpDrift('check', ...args);
  expect(exitCode).toBe(3);
  expect(printed.trim()).toMatch(/^NTP UNKNOWN: .*$/);
});

test.each([
  ['-W', ['-W', '3']],
  ['--stratum-crit', ['--stratum-crit=3']],
  ['-j', ['-j5']],
  ['-n', ['-n', '1:']],
  ['--extra-opts', ['--extra-opts']],
])('%s of other plugins is refused in a sentence', async (flag, args) => {
  const { printed, exitCode } = await ntpDrift('check', '-H', 'a', ...args);
  expect([printed, exitCode]).toEqual([expect.stringMatching(`^NTP UNKNOWN: ${flag} is not taken: .* `), 3]);
});

test('every option of the check is in the table of the documents', () => {
  const program = new Command();
  addCheck(program, () => {});
  const documented = readFileSync(join(__dirname, '../../../docs/command-line.md'), 'utf8');
  const flags = program.commands[0]!.options.map(({ short, long }) => short ?? long!);
  expect(flags.filter((flag) => !documented.includes(`\`${flag}\``))).toEqual([]);
});

describe('of servers that are there', () => {
  const servers: NtpServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
  const start = async (behaviour: NtpServer['behaviour'] = {}) => {
    servers.push(await NtpServer.start({ behaviour }));
    return `127.0.0.1:${servers[0]!.port}`;
  };

  test('verbose shows every field below the line', async () => {
    const { printed, exitCode } = await ntpDrift('check', '-4', '-H', await start(), '--fast', '-vv');
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^NTP OK: .*\|offset=.*\n127\.0\.0\.1:\d+ .*\n[^|]*reference id {6}GPS[^|]*$/);
  });

  test('the timeout is that of the whole check', async () => {
    const startedMs = performance.now();
    const args = ['-H', await start({ silent: true }), '--timeout', '0.6'];
    const { printed, exitCode } = await ntpDrift('check', ...args);
    expect(performance.now() - startedMs).toBeLessThan(1500); // four samples 2 s apart take eight seconds
    expect([printed, exitCode]).toEqual([expect.stringContaining('timeout: no reply within 300 ms'), 2]);
  });
});

test('what nobody foresaw is unknown, in one line', async () => {
  const program = new Command().exitOverride();
  const printed: string[] = [];
  addCheck(
    program,
    (line) => printed.push(line),
    () => Promise.reject(new Error('out of\nfile descriptors')),
  );
  await program.parseAsync(['check', '-H', 'ntp.example'], { from: 'user' });
  expect([printed, process.exitCode]).toEqual([['NTP UNKNOWN: out of file descriptors'], 3]);
  process.exitCode = undefined;
});
