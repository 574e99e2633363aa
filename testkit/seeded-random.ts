/** Numbers from 0 (included) to 1 (excluded), evenly spread. */
export type Random = () => number;

/** The same numbers for the same seed, always; good enough for networks, not for secrets. */
export function seededRandom(seed: number): Random {
  // A Weyl sequence, its terms hashed (MurmurHash3's finaliser); hashing the seed too keeps neighbours apart.
  let state = hash(seed);
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    return hash(state) / 2 ** 32;
  };
}

/** @returns a uint32 */
function hash(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
