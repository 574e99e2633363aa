import { type Candidate, type Consensus, selectReference } from '../../lambda/ntp/selection';

/** Voters a, b, c, ... from [offset, root distance] in ms. */
export function voters(...statements: [offsetMs: number, rootDistanceMs: number][]): Candidate[] {
  return statements.map(([offsetMs, rootDistanceMs], i) => ({
    id: String.fromCharCode('a'.charCodeAt(0) + i),
    offsetMs,
    rootDistanceMs,
    jitterMs: 0,
  }));
}

/** Reference time from voters that are all that are configured. */
export function selectAmong(candidates: Candidate[], configured = candidates.length): Consensus | undefined {
  return selectReference(candidates, configured);
}
