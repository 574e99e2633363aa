import type { AlarmState } from '../../../../lab/cloudwatch/alarms/alarm-state';
import { type Suppression, suppress, UNSUPPRESSED } from '../../../../lab/cloudwatch/alarms/suppression';

/**
 * Runs through time units 0 to 12 and says what actions are taken when.
 * @param composite when the composite alarm, in OK at first, changes to which state
 * @param suppressor likewise
 */
function actionsTaken(
  composite: Record<number, AlarmState>,
  suppressor: Record<number, AlarmState>,
  [waitMs, extensionMs] = [2, 3],
): string[] {
  const taken: string[] = [];
  let suppression: Suppression<AlarmState> = UNSUPPRESSED;
  let state: AlarmState = 'OK';
  for (let t = 0; t <= 12; t++) {
    state = suppressor[t] ?? state;
    const settings = { alarm: 'suppressor', waitMs: waitMs!, extensionMs: extensionMs! };
    const { next, released } = suppress(settings, suppression, {
      change: composite[t],
      suppressorState: state,
      nowMs: t,
    });
    suppression = next;
    if (released !== undefined) {
      taken.push(`t${t} ${released}`);
    }
  }
  return taken;
}

describe("AWS's examples: the wait is 2 units of time, the extension 3", () => {
  test.each<[string, Record<number, AlarmState>, Record<number, AlarmState>, string[]]>([
    ['1: actions after the wait', { 2: 'ALARM' }, {}, ['t4 ALARM']],
    ['2: the suppressor follows within the wait', { 2: 'ALARM' }, { 3: 'ALARM' }, []],
    ['3: recovery within the wait starts another', { 2: 'ALARM', 3: 'OK' }, {}, ['t5 OK']],
    ['4: the suppressor is in ALARM already', { 2: 'ALARM' }, { 0: 'ALARM' }, []],
    ['5: actions after the extension', { 2: 'ALARM' }, { 3: 'ALARM', 6: 'OK' }, ['t9 ALARM']],
    [
      '6: recovery within the extension starts a wait',
      { 2: 'ALARM', 7: 'OK' },
      { 3: 'ALARM', 6: 'OK' },
      ['t9 OK'],
    ],
  ])('%s', (_, composite, suppressor, expected) => {
    expect(actionsTaken(composite, suppressor)).toEqual(expected);
  });
});

test.each<[string, Record<number, AlarmState>, Record<number, AlarmState>, string[]]>([
  ['nothing changed meanwhile: the extension ends with no actions', {}, { 1: 'ALARM', 4: 'OK' }, []],
  ['only the state at the end counts', { 2: 'ALARM', 4: 'OK' }, { 1: 'ALARM', 6: 'OK' }, ['t9 OK']],
  ['the suppressor comes back within the extension', { 2: 'ALARM' }, { 1: 'ALARM', 4: 'OK', 6: 'ALARM' }, []],
  [
    'any state but ALARM ends suppression',
    { 2: 'ALARM' },
    { 1: 'ALARM', 4: 'INSUFFICIENT_DATA' },
    ['t7 ALARM'],
  ],
  ['INSUFFICIENT_DATA suppresses nothing', { 2: 'ALARM' }, { 0: 'INSUFFICIENT_DATA' }, ['t4 ALARM']],
  ['both change at once: suppressed', { 2: 'ALARM' }, { 2: 'ALARM' }, []],
  ['actions are taken once', { 2: 'ALARM' }, { 6: 'ALARM', 8: 'OK' }, ['t4 ALARM']],
])('%s', (_, composite, suppressor, expected) => {
  expect(actionsTaken(composite, suppressor)).toEqual(expected);
});

test('periods of zero are over at once', () => {
  expect(actionsTaken({ 2: 'ALARM', 5: 'OK' }, {}, [0, 0])).toEqual(['t2 ALARM', 't5 OK']);
  expect(actionsTaken({ 2: 'ALARM' }, { 1: 'ALARM', 4: 'OK' }, [0, 0])).toEqual(['t4 ALARM']);
});
