import type { Series } from './series';

/** What an expression or a part of one comes to. */
export type MathsValue =
  | { kind: 'scalar'; value: number }
  | { kind: 'series'; points: Series }
  | { kind: 'list'; series: readonly Series[] }
  | { kind: 'keyword'; name: string };

const truth = (holds: boolean) => (holds ? 1 : 0);

/**
 * Every operator: its precedence (higher binds tighter) and what it does to two points. Undefined: the point
 * is dropped. `^` is left out: what it binds tighter than is not documented.
 */
export const OPERATORS = {
  OR: { precedence: 1, apply: (a, b) => truth(a !== 0 || b !== 0) },
  '||': { precedence: 1, apply: (a, b) => truth(a !== 0 || b !== 0) },
  AND: { precedence: 2, apply: (a, b) => truth(a !== 0 && b !== 0) },
  '&&': { precedence: 2, apply: (a, b) => truth(a !== 0 && b !== 0) },
  '==': { precedence: 3, apply: (a, b) => truth(a === b) },
  '!=': { precedence: 3, apply: (a, b) => truth(a !== b) },
  '<': { precedence: 4, apply: (a, b) => truth(a < b) },
  '<=': { precedence: 4, apply: (a, b) => truth(a <= b) },
  '>': { precedence: 4, apply: (a, b) => truth(a > b) },
  '>=': { precedence: 4, apply: (a, b) => truth(a >= b) },
  '+': { precedence: 5, apply: (a, b) => a + b },
  '-': { precedence: 5, apply: (a, b) => a - b },
  '*': { precedence: 6, apply: (a, b) => a * b },
  '/': { precedence: 6, apply: (a, b) => (b === 0 ? undefined : a / b) },
} as const satisfies Record<
  string,
  { precedence: number; apply: (a: number, b: number) => number | undefined }
>;

/**
 * Every function, each one entry. It gets its arguments as they are and says itself which it takes.
 * Source: CloudWatch User Guide, "Functions supported for metric math".
 */
export const FUNCTIONS = {
  ABS: ([m, ...rest]) => points(m, 'ABS', rest).map((value) => value && Math.abs(value)),

  /** The difference from the point before, wherever that is; none for the first in the range. */
  DIFF: ([m, ...rest]) => steps(points(m, 'DIFF', rest), (from, to) => to - from),

  FILL: ([m, filler, ...rest]) => {
    const series = points(m, 'FILL', rest);
    if (filler?.kind === 'scalar') {
      return series.map((value) => value ?? filler.value);
    }
    if (filler?.kind === 'keyword' && filler.name === 'REPEAT') {
      let last: number | undefined;
      return series.map((value) => {
        last = value ?? last;
        return last;
      });
    }
    throw new Error('FILL is supported with a number and with REPEAT only');
  },

  IF: ([condition, whenTrue, whenFalse, ...rest]) => {
    none(rest, 'IF');
    const series = points(condition, "IF's condition", []);
    const yes = at(whenTrue, "IF's second argument");
    const no = whenFalse === undefined ? () => undefined : at(whenFalse, "IF's third argument");
    // A gap counts as 0 where the condition is true, and drops the point where it is false.
    return series.map((value, i) => (value === undefined ? undefined : value !== 0 ? (yes(i) ?? 0) : no(i)));
  },

  MAX: (values) => acrossSeries(values, 'MAX', Math.max),
  MIN: (values) => acrossSeries(values, 'MIN', Math.min),

  /** DIFF per second that passed between the two points. */
  RATE: ([m, ...rest], periodSeconds) =>
    steps(points(m, 'RATE', rest), (from, to, periods) => (to - from) / (periods * periodSeconds)),
} as const satisfies Record<string, (values: readonly MathsValue[], periodSeconds: number) => Series>;

function none(rest: readonly MathsValue[], name: string): void {
  if (rest.length > 0) {
    throw new Error(`${name} has too many arguments`);
  }
}

function points(value: MathsValue | undefined, name: string, rest: readonly MathsValue[]): Series {
  none(rest, name);
  if (value?.kind !== 'series') {
    throw new Error(`${name} is supported on a time series only`);
  }
  return value.points;
}

/** A series' point or, at every point, the same number. */
function at(value: MathsValue | undefined, name: string): (i: number) => number | undefined {
  if (value?.kind === 'scalar') {
    return () => value.value;
  }
  const series = points(value, name, []);
  return (i) => series[i];
}

/** From each point to the next that exists, with the number of periods in between. */
function steps(series: Series, step: (from: number, to: number, periods: number) => number): Series {
  let last: { value: number; i: number } | undefined;
  return series.map((value, i) => {
    if (value === undefined) {
      return undefined;
    }
    const result = last && step(last.value, value, i - last.i);
    last = { value, i };
    return result;
  });
}

/**
 * Point by point across several series; a gap in one leaves the choice to the others. Of one series alone,
 * MAX and MIN are a number that depends on how far back CloudWatch happens to look, which AWS advises against
 * in alarms.
 */
function acrossSeries(
  values: readonly MathsValue[],
  name: string,
  choose: (...values: number[]) => number,
): Series {
  const [list, ...rest] = values;
  none(rest, name);
  if (list?.kind !== 'list' || list.series.length === 0) {
    throw new Error(`${name} is supported on an array only, as in ${name}([m1, m2])`);
  }
  return list.series[0]!.map((_, i) => {
    const present = list.series.flatMap((series) => series[i] ?? []);
    return present.length === 0 ? undefined : choose(...present);
  });
}
