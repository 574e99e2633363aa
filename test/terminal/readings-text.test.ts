import { stripVTControlCharacters } from 'node:util';
import type { Verdict } from '../../lambda/monitor/reading';
import { readingsText } from '../../terminal/readings-text';
import { picturedRun, summarised, unusableSummary } from '../../testkit/function/pictured-run';

const RUN = picturedRun([
  summarised('right.example.com', { offsetMs: -3.2, uncertaintyMs: 12 }),
  summarised('a-server-with-quite-a-long-name.example.com', { verdict: 'outside', offsetMs: 79.984 }),
  summarised('rollover', { verdict: 'outside', offsetMs: -619_315_200_000 }),
  unusableSummary(
    'silent',
    'timeout',
    'no reply within 2000 ms to any of 4 requests; check that UDP can reach it',
  ),
]);
const OPTIONS = { title: 'clocks', durationMs: 4100 };

describe.each([60, 80, 120])('at %i columns', (width) => {
  const lines = readingsText(RUN, { colour: false, width }, { ...OPTIONS, verbose: true }).split('\n');

  it('every line fits, and breaks between words', () => {
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    const words = new Set(RUN.servers[3]!.explanation!.split(' '));
    const note = lines.slice(lines.findIndex((line) => line.includes('no reply')));
    expect(
      note
        .join(' ')
        .split(/\s+/)
        .filter((word) => words.has(word)).length,
    ).toBeGreaterThanOrEqual(words.size);
  });

  it('the answer comes first, the worst server next', () => {
    expect(lines.join(' ').replace(/\s+/g, ' ')).toMatch(
      /^clocks, 2026-11-25 18:00:00 UTC, 4\.1 s\. rollover is behind by 19\.62 years, proven outside 50 ms/,
    );
    const verdicts = lines.flatMap((line) => /(outside|unusable|within)$/.exec(line)?.[1] ?? []);
    expect(verdicts.slice(0, 4)).toEqual(['outside', 'outside', 'unusable', 'within']);
  });

  it('marks what lies beyond the axis, and dots what was not measured', () => {
    expect(lines.find((line) => line.includes('rollover  '))).toContain('◀');
    expect(lines.find((line) => /^ {2}silent.*unusable$/.test(line))).toContain('·····');
  });
});

it('The text says whose time servers are judged against, where that is one server’s', () => {
  const reference = { ...RUN.reference, source: 'server' as const, boundMs: 2, truechimers: ['own'] };
  const text = readingsText({ ...RUN, reference }, { colour: false, width: 80 }, OPTIONS);
  expect(text.replace(/\s+/g, ' ')).toContain(
    'Judged against own, which is right to within 2.000 ms by its own account.',
  );
});

it('a name that is cut can be told from its neighbours, whichever end differs', () => {
  const names = ['192.0.2.1:11231', '192.0.2.1:11232', 'alfa.time.example', 'bravo.time.example'].map(
    (name) =>
      name.replace('time', 'time-in-a-room-with-a-long-name').replace(':', ':0000000000000000000000000'),
  );
  const run = picturedRun(names.map((name) => summarised(name)));
  const rows = readingsText(run, { colour: false, width: 60 }, OPTIONS).split('\n').slice(-4);
  expect(rows.filter((row) => row.includes('…'))).toHaveLength(4);
  expect(new Set(rows.map((row) => row.trim().split(' ')[0])).size).toBe(4);
});

it('colours change nothing but the colour', () => {
  const plain = readingsText(RUN, { colour: false, width: 80 }, OPTIONS);
  const coloured = readingsText(RUN, { colour: true, width: 80 }, OPTIONS);
  expect(coloured).not.toBe(plain);
  expect(stripVTControlCharacters(coloured)).toBe(plain);
});

it('the last runs stand beside the row where there is room', () => {
  const history: Verdict[] = ['within', 'uncertain', 'outside', 'unusable'];
  const histories = new Map([['a', history]]);
  const text = (width: number) =>
    readingsText(picturedRun([summarised('a')]), { colour: false, width }, { ...OPTIONS, histories });
  expect(text(120)).toContain('within     ▁▄█x');
  expect(text(60)).not.toContain('▁▄█x');
});

describe('Notes', () => {
  const WIDE = { colour: false, width: 140 };
  const timeout = 'no reply within 2000 ms to any of 4 requests';

  it('that are true of several servers are told once', () => {
    const run = picturedRun([
      summarised('right'),
      ...['a', 'b', 'c', 'd', 'e'].map((name) => unusableSummary(name, 'timeout', timeout)),
    ]);
    const lines = readingsText(run, WIDE, OPTIONS).split('\n');
    expect(lines.filter((line) => line.includes(timeout))).toEqual([`  a, b, c and 2 more  ${timeout}`]);
  });

  it("of servers that can't be judged don't repeat why reference time is unknown", () => {
    const explanation = 'no majority of the 2 usable voting servers agrees';
    const { reference, ...run } = picturedRun([
      summarised('a', { verdict: 'uncertain', explanation: `it can't be judged: ${explanation}` }),
    ]);
    const text = readingsText(
      { ...run, reference: { ...reference, known: false, explanation } },
      WIDE,
      OPTIONS,
    );
    expect(text.split(explanation)).toHaveLength(2);
  });
});
