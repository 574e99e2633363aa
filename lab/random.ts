/** Numbers from 0 (included) to 1 (excluded), evenly spread. */
export type Random = () => number;

/** The same numbers for the same seed, always: Marsaglia's xorshift with 32 bits, started by a hash. */
export function seededRandom(seed: number): Random {
  // Seeds that are neighbours must not begin alike; zero is the one state that xorshift never leaves.
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i += 1) {
    next();
  }
  return next;
}
