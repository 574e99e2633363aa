import type { ActionId } from '../faults/actions';
import type { EnvironmentFaultId } from '../faults/environment-faults';
import type { ServerCondition } from '../faults/server-faults';

/** What happens during some runs. Whatever is not named works. */
export interface ScenarioStep {
  runs: number;
  /** By name. */
  servers?: Readonly<Record<string, ServerCondition>>;
  faults?: readonly EnvironmentFaultId[];
  /** Taken before the first of the runs. */
  actions?: readonly ActionId[];
}
