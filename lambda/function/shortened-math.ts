/** What stands in the bundle for `Math.max` and its like: names of a letter or two instead of eight, a hundred times. */
export const { abs: mathAbs, floor: mathFloor, max: mathMax, min: mathMin, sqrt: mathSqrt } = Math;
