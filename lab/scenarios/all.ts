import { OF_CONFIGURATIONS } from './of-configurations';
import { OF_OPERATION } from './of-operation';
import { OF_SERVERS } from './of-servers';
import type { Scenario } from './scenario';

/** Every bad night that is known, for `--scenario` and for the tests of the alarms. */
export const SCENARIOS: readonly Scenario[] = [...OF_SERVERS, ...OF_OPERATION, ...OF_CONFIGURATIONS];
