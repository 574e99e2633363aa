import type { Series } from './series';

/** What an expression or a part of one comes to. */
export type MathsValue = { kind: 'scalar'; value: number } | { kind: 'series'; points: Series };

const truth = (holds: boolean) => (holds ? 1 : 0);

/**
 * Every operator that our templates have: its precedence (higher binds tighter) and what it does to two points.
 * Undefined: the point is dropped.
 */
export const OPERATORS = {
  '<': { precedence: 1, apply: (a, b) => truth(a < b) },
  '<=': { precedence: 1, apply: (a, b) => truth(a <= b) },
  '>': { precedence: 1, apply: (a, b) => truth(a > b) },
  '>=': { precedence: 1, apply: (a, b) => truth(a >= b) },
  '+': { precedence: 2, apply: (a, b) => a + b },
  '-': { precedence: 2, apply: (a, b) => a - b },
  '*': { precedence: 3, apply: (a, b) => a * b },
  '/': { precedence: 3, apply: (a, b) => (b === 0 ? undefined : a / b) },
} as const satisfies Record<
  string,
  { precedence: number; apply: (a: number, b: number) => number | undefined }
>;

/**
 * Every function that our templates have, each one entry. It gets its arguments as they are and says itself which it
 * takes.
 * Source: CloudWatch User Guide, "Functions supported for metric math".
 */
export const FUNCTIONS = {
  ABS: ([m, ...rest]) => points(m, 'ABS', rest).map((value) => value && Math.abs(value)),

  /** The difference from the point before, wherever that is; none for the first in the range. */
  DIFF: ([m, ...rest]) => {
    let last: number | undefined;
    return points(m, 'DIFF', rest).map((value) => {
      const step = value === undefined || last === undefined ? undefined : value - last;
      last = value ?? last;
      return step;
    });
  },

  FILL: ([m, filler, ...rest]) => {
    const series = points(m, 'FILL', rest);
    if (filler?.kind !== 'scalar') {
      throw new Error('FILL is supported with a number only');
    }
    return series.map((value) => value ?? filler.value);
  },

  FLOOR: ([m, ...rest]) => points(m, 'FLOOR', rest).map((value) => value && Math.floor(value)),

  IF: ([condition, whenTrue, whenFalse, ...rest]) => {
    none(rest, 'IF');
    const series = points(condition, "IF's condition", []);
    const yes = at(whenTrue, "IF's second argument");
    const no = whenFalse === undefined ? () => undefined : at(whenFalse, "IF's third argument");
    // A gap counts as 0 where the condition is true, and drops the point where it is false.
    return series.map((value, i) => (value === undefined ? undefined : value !== 0 ? (yes(i) ?? 0) : no(i)));
  },
} as const satisfies Record<string, (values: readonly MathsValue[]) => Series>;

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
