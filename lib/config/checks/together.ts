import type { Problem } from '../config-error';
import type { Draft } from '../draft';
import {
  namedServersExist,
  namesAreConstructs,
  namesAreDimensions,
  namesAreUnique,
  namesFitAlarms,
  serversAreDistinct,
} from './identities';
import { fewVote, fullDetailFits } from './size';
import { runFits, scheduleSuitsAlarms } from './timing';
import { enoughVote, votersSmearAlike } from './voting';

type Check = (draft: Draft) => Problem[];

/** What values must fulfil together. A further rule is one function and one entry here. */
const CHECKS: readonly Check[] = [
  namesAreUnique,
  namesAreConstructs,
  namesAreDimensions,
  namesFitAlarms,
  serversAreDistinct,
  namedServersExist,
  enoughVote,
  votersSmearAlike,
  scheduleSuitsAlarms,
  runFits,
  fullDetailFits,
  fewVote,
];

/** @returns every problem that the values have together; none when the draft is sound */
export function checkTogether(draft: Draft): Problem[] {
  return CHECKS.flatMap((check) => check(draft));
}
