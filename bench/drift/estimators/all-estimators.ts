import { driftOfAll } from '../../../lambda/drift/drift-of';
import { provenBand } from '../../../lambda/drift/proven-band';
import { runTimesMs, seenOf } from '../../../lambda/drift/seen';
import { chronyLike } from './chrony-like';
import type { Estimator } from './estimator';
import { kalman } from './kalman';
import { delayWeighted, leastSquares } from './least-squares';
import { theilSen } from './theil-sen';

/** The middle of what uncertainties prove; nothing once they prove a step. */
const band: Estimator = (history, server) => {
  const proven = provenBand(seenOf(history, runTimesMs(history), server));
  return proven === undefined || proven === 'step'
    ? undefined
    : { ppm: (proven.lowPpm + proven.highPpm) / 2, halfWidthPpm: (proven.highPpm - proven.lowPpm) / 2 };
};

/** The product's, with the rates that it withholds as too uncertain: hiding them would flatter it. */
const oursUnlimited: Estimator = (history, server, voters) => {
  const statement = driftOfAll(history, [{ server, limitMs: 50 }], voters)[0]!;
  if (statement.known) {
    return statement;
  }
  const words = /: (-?[\d.]+) \+- ([\d.]+) ppm/.exec(statement.explanation);
  return words ? { ppm: Number(words[1]), halfWidthPpm: Number(words[2]) } : undefined;
};

export const ESTIMATORS: Record<string, Estimator> = {
  'least squares': leastSquares,
  'delay-weighted': delayWeighted,
  'Theil-Sen': theilSen,
  'chrony-like': chronyLike,
  Kalman: kalman,
  band,
  ours: oursUnlimited,
};
