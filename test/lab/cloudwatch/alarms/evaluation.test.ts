import fc from 'fast-check';
import type { AlarmState } from '../../../../lab/cloudwatch/alarms/alarm-state';
import {
  COMPARISON_OPERATORS,
  type Criteria,
  evaluate,
  MISSING_DATA_TREATMENTS,
} from '../../../../lab/cloudwatch/alarms/evaluation';

/** 0 is a point within the threshold, X a breaching one, - a missing one; the newest is on the right. */
function points(text: string): (number | undefined)[] {
  return text.split(' ').map((point) => ({ '0': 0, X: 2, '-': undefined })[point]);
}

function criteria(m: number, n: number, missingData: Criteria['missingData'] = 'missing'): Criteria {
  return {
    comparison: 'GreaterThanThreshold',
    threshold: 1,
    datapointsToAlarm: m,
    evaluationPeriods: n,
    missingData,
  };
}

const KEPT = 'kept';

/** By treatment: missing, ignore, breaching, notBreaching. */
type States = readonly [string, string, string, string];

function expectStates(m: number, n: number, text: string, states: States): void {
  for (const [i, missingData] of MISSING_DATA_TREATMENTS.entries()) {
    for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[]) {
      const { state } = evaluate(criteria(m, n, missingData), points(text), current);
      expect({ missingData, current, state }).toEqual({
        missingData,
        current,
        state: states[i] === KEPT ? current : states[i],
      });
    }
  }
}

const NO_DATA: States = ['INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK'];
const PREMATURE: States = ['ALARM', KEPT, 'ALARM', 'OK'];

describe("AWS's first table: 3 of 3, evaluation range 5", () => {
  test.each<[string, number, States]>([
    ['0 - X - X', 0, ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', 2, ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', 3, NO_DATA],
    ['0 X X - X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', 2, PREMATURE],
  ])('%s: %d to be filled in', (text, filled, states) => {
    expectStates(3, 3, text, states);
    expect(evaluate(criteria(3, 3), points(text), 'OK').filled).toBe(filled);
  });
});

describe("AWS's second table: 2 of 3, evaluation range 5", () => {
  test.each<[string, number, States]>([
    ['0 - X - X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', 0, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', 1, ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', 2, ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', 2, PREMATURE],
  ])('%s: %d to be filled in', (text, filled, states) => {
    expectStates(2, 3, text, states);
    expect(evaluate(criteria(2, 3), points(text), 'OK').filled).toBe(filled);
  });
});

describe('rows of earlier editions of these tables, which nothing has taken back', () => {
  test.each<[number, string, States]>([
    [3, '- - - - X', NO_DATA],
    [3, 'X - - - -', PREMATURE],
    [2, '- - - - X', NO_DATA],
  ])('%d of 3, %s', (m, text, states) => {
    expectStates(m, 3, text, states);
  });
});

describe("AWS's text on premature transitions: 3 of 3, evaluation range 5", () => {
  test.each(['- - - - X', '- - - X -'])(
    '%s is held back: the next point may be within the threshold',
    (text) => {
      expect(evaluate(criteria(3, 3), points(text), 'OK').state).not.toBe('ALARM');
    },
  );

  test.each(['- - - X 0', '- - X - 0'])('%s was worth waiting for', (text) => {
    expect(evaluate(criteria(3, 3), points(text), 'OK').state).toBe('OK');
  });

  test('the second row goes off once its good point is out of the range', () => {
    expect(evaluate(criteria(3, 3, 'breaching'), points('0 - - - -'), 'OK').state).toBe('OK');
    expect(evaluate(criteria(3, 3, 'breaching'), points('- - - - -'), 'OK').state).toBe('ALARM');
  });
});

describe('what the tables leave open', () => {
  test('M real breaching points are an alarm though there are fewer than N', () => {
    expectStates(2, 3, '- - - X X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']);
  });

  test('a good point anywhere in the range rules a premature alarm out', () => {
    expectStates(3, 5, '0 - X - - - -', ['OK', 'OK', 'ALARM', 'OK']);
  });

  test('an alarm that ignores gaps stays as it is when its data stop', () => {
    let state: AlarmState = 'OK';
    const states = ['0 0 X X X', '0 X X X -', 'X X X - -', 'X X - - -', 'X - - - -', '- - - - -'].map(
      (text) => {
        ({ state } = evaluate(criteria(3, 3, 'ignore'), points(text), state));
        return state;
      },
    );
    expect(new Set(states)).toEqual(new Set(['ALARM']));
  });
});

test.each<[Criteria['comparison'], number[]]>([
  ['GreaterThanThreshold', [2]],
  ['GreaterThanOrEqualToThreshold', [1, 2]],
  ['LessThanThreshold', [0]],
  ['LessThanOrEqualToThreshold', [0, 1]],
])('%s: of 0, 1 and 2 at a threshold of 1, %p breach', (comparison, breaching) => {
  const alarming = [0, 1, 2].filter(
    (value) => evaluate({ ...criteria(1, 1), comparison }, [value], 'OK').state === 'ALARM',
  );
  expect(alarming).toEqual(breaching);
});

const arbitraryCase = fc
  .record({
    n: fc.integer({ min: 1, max: 8 }),
    extra: fc.integer({ min: 0, max: 6 }),
    comparison: fc.constantFrom(...(Object.keys(COMPARISON_OPERATORS) as Criteria['comparison'][])),
    missingData: fc.constantFrom(...MISSING_DATA_TREATMENTS),
    current: fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA'),
  })
  .chain(({ n, extra, ...rest }) =>
    fc.record({
      m: fc.integer({ min: 1, max: n }),
      n: fc.constant(n),
      range: fc.array(fc.constantFrom(0, 1, 2, undefined), { minLength: n + extra, maxLength: n + extra }),
      rest: fc.constant(rest),
    }),
  )
  .map(({ m, n, range, rest: { current, ...rest } }) => ({
    settings: { ...criteria(m, n), ...rest },
    range,
    current,
  }));

describe('whatever the points', () => {
  const always = (
    check: (testCase: typeof arbitraryCase extends fc.Arbitrary<infer T> ? T : never) => void,
  ) => fc.assert(fc.property(arbitraryCase, check), { numRuns: 2000 });

  test('ALARM comes of M breaching points, or is kept, or is premature for want of any good one', () => {
    always(({ settings, range, current }) => {
      const { state, evaluated, premature, filled } = evaluate(settings, range, current);
      const treatedAsBreaching = settings.missingData === 'breaching' ? filled : 0;
      const breaching = evaluated.filter((point) => point.breaches).length + treatedAsBreaching;
      if (state === 'ALARM' && breaching < settings.datapointsToAlarm) {
        const breaches = (value: number) =>
          COMPARISON_OPERATORS[settings.comparison].holds(value, settings.threshold);
        expect(range.every((value) => value === undefined || breaches(value))).toBe(true);
        expect(filled).toBeGreaterThan(0);
        expect(premature ? settings.missingData === 'missing' : settings.missingData === 'ignore').toBe(true);
      }
    });
  });

  test('N real points make the treatment of gaps, and the state so far, irrelevant', () => {
    always(({ settings, range }) => {
      fc.pre(range.filter((value) => value !== undefined).length >= settings.evaluationPeriods);
      const states = MISSING_DATA_TREATMENTS.flatMap((missingData) =>
        (['OK', 'ALARM'] as const).map((kept) => evaluate({ ...settings, missingData }, range, kept).state),
      );
      expect(new Set(states).size).toBe(1);
    });
  });

  test('only an alarm that ignores gaps looks at the state so far', () => {
    always(({ settings, range }) => {
      fc.pre(settings.missingData !== 'ignore');
      expect(evaluate(settings, range, 'OK')).toEqual(evaluate(settings, range, 'ALARM'));
    });
  });

  test('points further back than N count only where newer ones are missing', () => {
    always(({ settings, range, current }) => {
      const newest = range.slice(-settings.evaluationPeriods);
      fc.pre(!newest.includes(undefined));
      expect(evaluate(settings, range, current).state).toBe(evaluate(settings, newest, current).state);
    });
  });

  test('a worse point in the place of another never turns ALARM into OK', () => {
    always(({ settings, range, current }) => {
      const worst = settings.comparison.startsWith('Greater') ? 9 : -9;
      const worse = range.map((value, i) => (i % 2 === 0 && value !== undefined ? worst : value));
      if (evaluate(settings, range, current).state === 'ALARM') {
        expect(evaluate(settings, worse, current).state).toBe('ALARM');
      }
    });
  });
});
