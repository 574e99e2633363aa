import { stripVTControlCharacters } from 'node:util';
import type { Point } from '../../lab/aws/put-metric-data';
import type { Run } from '../../lab/lab';
import { labRunText } from '../../lab/run-text';
import type { RunSummary, Verdict } from '../../lambda/monitor/reading';

const PLAIN = { colour: false, width: 120 };

type Reading = RunSummary['servers'][number];

function reading(server: string, verdict: Verdict, fields: Partial<Reading> = {}): Reading {
  const nothing = {
    offsetMs: null,
    uncertaintyMs: null,
    clockOffsetMs: null,
    rootDistanceMs: null,
    limitMs: 50,
    delayMs: null,
    address: null,
    vote: 'none',
  } as const;
  return { server, verdict, ...nothing, stratum: null, leap: null, refId: null, ...fields };
}

const WITHIN = reading('good', 'within', {
  offsetMs: -0.0004,
  uncertaintyMs: 0.06,
  delayMs: 0.1,
  stratum: 1,
});
const OUTSIDE = reading('bad', 'outside', {
  offsetMs: 80.0021,
  uncertaintyMs: 0.06,
  delayMs: 0.1,
  stratum: 2,
});
const SILENT = reading('still', 'unusable', {
  reason: 'timeout',
  explanation: 'no reply to 8 requests; is it up?',
});

function point(metricName: string, value: number): Point {
  const unit = metricName === 'Truechimers' ? 'Count' : 'Milliseconds';
  return { namespace: 'NtpDrift', metricName, value, unit, dimensions: {}, timeMs: 0, values: [] };
}

function run(fields: Partial<Run> = {}, reference: Partial<RunSummary['reference']> = {}): Run {
  return {
    number: 3,
    schedule: 'Schedule',
    outcome: 'ran',
    error: undefined,
    durationMs: 412,
    log: [],
    summary: {
      monitor: 'lab',
      time: '2026-11-22T12:09:01.123Z',
      clock: { ratePpm: 0, boundPpm: 2000 },
      reference: {
        source: 'consensus',
        known: true,
        clockOffsetMs: 0.002,
        boundMs: 0.06,
        truechimers: ['good', 'better', 'best'],
        falsetickers: [{ server: 'bad', offsetMs: 80 }],
        ...reference,
      },
      servers: [WITHIN, OUTSIDE, SILENT],
    },
    publication: {
      endpoint: 'http://127.0.0.1:1',
      accepted: [
        { points: [point('ClockOffset', -0.0021), point('Truechimers', 3)], bytes: 2048, compressed: false },
      ],
      failed: [],
    },
    ...fields,
  };
}

test('A run is the answer, a picture of every server and what reached CloudWatch', () => {
  const lines = labRunText(run(), PLAIN).split('\n');
  expect(lines.join('\n')).toMatch(
    /^Run 3, 2026-11-22 12:09:01 UTC, 0\.4 s\. bad is ahead by 80\.002 ± 0\.060 ms, proven outside 50 ms;/,
  );
  expect(lines).toContain('Reference time: 3 of 4 usable voters agree, against bad.');
  const verdicts = lines.flatMap(
    (line) => /^ {2}(\w+) .* (outside|unusable|within)$/.exec(line)?.slice(1, 3) ?? [],
  );
  expect(verdicts).toEqual(['bad', 'outside', 'still', 'unusable', 'good', 'within']);
  expect(lines).toContain('  still   no reply to 8 requests; is it up?');
  expect(lines.at(-1)).toBe(
    '  CloudWatch got 2 metrics in 1 request (2.0 KB): ClockOffset -0.002 ms, Truechimers 3.',
  );
});

test('Colour changes nothing but colour', () => {
  const coloured = labRunText(run(), { ...PLAIN, colour: true });
  expect(coloured).toContain('\u001b[31moutside');
  expect(stripVTControlCharacters(coloured)).toBe(labRunText(run(), PLAIN));
});

test('A narrow terminal wraps the reasons, and no line is longer than it', () => {
  const lines = labRunText(run(), { colour: false, width: 90 }).split('\n').slice(1, -1);
  expect(lines.length).toBeGreaterThan(4);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
});

test('An unknown reference time says why', () => {
  const unknown = { known: false, truechimers: [], explanation: '2 of 4 voters answered' };
  expect(labRunText(run({}, unknown), PLAIN)).toContain('Reference time unknown: 2 of 4 voters answered');
});

test("A monitor that trusts the function's clock says so", () => {
  expect(labRunText(run({}, { source: 'clock' }), PLAIN)).toContain("Judged by this machine's clock");
});

test('A failed run shows the error and what CloudWatch refused', () => {
  const publication = { endpoint: 'http://127.0.0.1:1', accepted: [], failed: ['Throttling: Rate exceeded'] };
  const text = labRunText(
    run({ summary: undefined, error: { name: 'Error', message: 'not taken' }, publication }),
    PLAIN,
  );
  expect(text.split('\n')).toEqual([
    'Run 3, 0.4 s',
    '  CloudWatch got 0 metrics in 0 requests (0.0 KB).',
    '  It did not take a request: Throttling: Rate exceeded',
    '  The run failed: Error: not taken',
  ]);
});

test('What an endpoint of others received is not claimed', () => {
  const publication = { endpoint: 'https://aws.example', accepted: null, failed: null };
  expect(labRunText(run({ publication }), PLAIN)).toContain('Published to https://aws.example.');
});

test('A metric of the monitor that was not published is named', () => {
  const publication = {
    endpoint: '',
    accepted: [{ points: [point('Truechimers', 0)], bytes: 1, compressed: false }],
    failed: [],
  };
  expect(labRunText(run({ publication }), PLAIN)).toContain('ClockOffset not published, Truechimers 0.');
});
