import { terminalOf } from '../../terminal/plain-table';

const PIPE = {};
const SCREEN = { isTTY: true, columns: 100, hasColors: () => true };

test.each<[string, Parameters<typeof terminalOf>, ReturnType<typeof terminalOf>]>([
  ['a terminal has its own width, and colours', [SCREEN, {}], { colour: true, width: 100, redraws: true }],
  [
    'a terminal that has no colours, or NO_COLOR set, gets none',
    [{ ...SCREEN, hasColors: () => false }, { NO_COLOR: '1' }],
    { colour: false, width: 100, redraws: true },
  ],
  ['a pipe is plain and wide', [PIPE, {}], { colour: false, width: 140, redraws: false }],
  [
    'a pipe is as wide as COLUMNS says',
    [PIPE, { COLUMNS: '60' }],
    { colour: false, width: 60, redraws: false },
  ],
  [
    'COLUMNS that is no number says nothing',
    [PIPE, { COLUMNS: 'wide' }],
    { colour: false, width: 140, redraws: false },
  ],
  [
    'a terminal that says it has no columns, and COLUMNS below 0, are not taken at their word',
    [{ ...SCREEN, columns: 0 }, { COLUMNS: '-5' }],
    { colour: true, width: 40, redraws: true },
  ],
  [
    'FORCE_COLOR sends colours through a pipe',
    [PIPE, { FORCE_COLOR: '1' }],
    { colour: true, width: 140, redraws: false },
  ],
  [
    'FORCE_COLOR=0 takes them from a terminal',
    [SCREEN, { FORCE_COLOR: '0' }],
    { colour: false, width: 100, redraws: true },
  ],
])('%s', (_title, [stream, environment], terminal) => {
  expect(terminalOf(stream, environment)).toEqual(terminal);
});
