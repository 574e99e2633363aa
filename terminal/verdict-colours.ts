import type { Verdict } from '../lambda/monitor/reading';
import type { Colour } from './plain-table';

/** The colour of each verdict, in every table and picture. */
export const VERDICT_COLOURS: Readonly<Record<Verdict, Colour>> = {
  within: 'green',
  outside: 'red',
  uncertain: 'yellow',
  unusable: 'magenta',
};
