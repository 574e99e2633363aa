import type { Random } from '../../testkit/seeded-random';
import type { SimulatedClock } from './clock-simulation';
import { type NetworkPath, normal, type PathState } from './network-path';

type Healthy = Pick<SimulatedClock, 'clockMs' | 'path'>;

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const USUAL: PathState = { upMs: 0, downMs: 0, load: 1 };

/** Servers of which nobody wants to hear, by what they do. Their clocks stay within some 10 ms of true time. */
export const HEALTHY_KINDS: Record<string, (random: Random, path: NetworkPath) => Healthy> = {
  'steady, 0.8 ms off': () => ({ clockMs: () => 0.8 }),
  'disciplined, wandering': (random) => ({ clockMs: wandering(random) }),
  'hunting +-2 ms in 2 h': (random) => ({ clockMs: hunting(2, 2 * HOUR_S, random) }),
  'hunting +-6 ms in 1 d': (random) => ({ clockMs: hunting(6, DAY_S, random) }),
  'stepped by up to 5 ms, some 4 times a day': (random) => ({
    clockMs: telegraph(random, 6 * HOUR_S, () => (2 * random() - 1) * 5),
  }),
  'let run at 3 ppm, set back hourly': (random) => {
    const startS = random() * HOUR_S;
    return { clockMs: (timeS) => 0.003 * ((timeS + startS) % HOUR_S) };
  },
  'route changes of up to 8 ms one way, some 4 a day': (random) => {
    const detourMs = telegraph(random, 6 * HOUR_S, () => random() * 8);
    const isUp = random() < 0.5;
    return {
      clockMs: () => 0.8,
      path: (timeS) => ({ ...USUAL, [isUp ? 'upMs' : 'downMs']: detourMs(timeS) }),
    };
  },
  'jitter trebled every evening': (random) => {
    const startS = random() * DAY_S;
    return {
      clockMs: () => 0.8,
      path: (timeS) => ({
        ...USUAL,
        load: 1 + 2 * Math.max(0, Math.sin((2 * Math.PI * (timeS + startS)) / DAY_S)) ** 4,
      }),
    };
  },
  'one way slower by 4 ms with the day': (random) => {
    const startS = random() * DAY_S;
    return {
      clockMs: () => 0.8,
      path: (timeS) => ({ ...USUAL, upMs: 2 * (1 - Math.cos((2 * Math.PI * (timeS + startS)) / DAY_S)) }),
    };
  },
};

/** A random walk of the rate, pulled back as a control loop does: some 0.3 ms and 0.1 ppm. */
function wandering(random: Random): (timeS: number) => number {
  let [atS, ms, ppm] = [0, 0, 0];
  return (timeS) => {
    for (; atS < timeS; atS += 60) {
      ppm += 0.008 * normal(random) - (ms / 1000) * 0.4 - 0.06 * ppm;
      ms += ppm * 0.06;
    }
    return ms;
  };
}

function hunting(amplitudeMs: number, periodS: number, random: Random): (timeS: number) => number {
  const startS = random() * periodS;
  return (timeS) => amplitudeMs * Math.sin((2 * Math.PI * (timeS + startS)) / periodS);
}

/** A value that is drawn anew after times of this mean. */
export function telegraph(random: Random, meanS: number, draw: () => number): (timeS: number) => number {
  let value = draw();
  let untilS = -meanS * Math.log(1 - random());
  return (timeS) => {
    while (timeS >= untilS) {
      value = draw();
      untilS += -meanS * Math.log(1 - random());
    }
    return value;
  };
}
