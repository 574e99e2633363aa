import { OF_CONFIGURATIONS } from './configuration-scenarios';
import { OF_DRIFT } from './drift-scenarios';
import { OF_OPERATION } from './operation-scenarios';
import type { Scenario } from './scenario';
import { OF_SERVERS } from './server-scenarios';

/** Every scenario, for `--scenario` and for the tests of the alarms. */
export const SCENARIOS: readonly Scenario[] = [
  ...OF_SERVERS,
  ...OF_DRIFT,
  ...OF_OPERATION,
  ...OF_CONFIGURATIONS,
];
