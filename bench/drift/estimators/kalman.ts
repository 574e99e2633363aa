import { type Estimator, observationsOf, variancesOf, Z95 } from './estimator';

/** How the rate wanders: ppm^2 in 1,000 s. */
const WANDER_PPM2 = 0.05;
/** Before anything is known, ppm. */
const FIRST_PPM = 100;

/**
 * Two states, offset and rate, as ntpd-rs has them: a reading's variance comes from its delay, and the rate is let
 * wander by a constant.
 */
export const kalman: Estimator = (history, server) => {
  const observations = observationsOf(history, server);
  const variances = variancesOf(observations);
  if (observations.length < 3) {
    return undefined;
  }
  let [offsetMs, ppm] = [observations[0]!.offsetMs, 0];
  let [p00, p01, p11] = [variances[0]!, 0, FIRST_PPM ** 2];
  for (let i = 1; i < observations.length; i += 1) {
    const dt = observations[i]!.tKs - observations[i - 1]!.tKs;
    offsetMs += ppm * dt;
    p00 += 2 * dt * p01 + dt * dt * p11 + (WANDER_PPM2 * dt ** 3) / 3;
    p01 += dt * p11 + (WANDER_PPM2 * dt ** 2) / 2;
    p11 += WANDER_PPM2 * dt;
    const innovationMs = observations[i]!.offsetMs - offsetMs;
    const variance = p00 + variances[i]!;
    const [k0, k1] = [p00 / variance, p01 / variance];
    offsetMs += k0 * innovationMs;
    ppm += k1 * innovationMs;
    p11 -= k1 * p01;
    p01 -= k0 * p01;
    p00 -= k0 * p00;
  }
  return { ppm, halfWidthPpm: Z95 * Math.sqrt(p11) };
};
