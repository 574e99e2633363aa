import { ACTIONS, type Action } from './actions';
import { ENVIRONMENT_FAULTS, type EnvironmentFault } from './environment-faults';
import { SERVER_FAULTS, type ServerFault } from './server-faults';

export type Fault = ServerFault | EnvironmentFault | Action;

/**
 * Everything that can go wrong in the lab, and what can be done about it, by one id each. The page shows this list,
 * scenarios name its ids, and the simulation plays them. A further fault is one entry in the list of its kind.
 */
export const FAULTS: readonly Fault[] = [...SERVER_FAULTS, ...ENVIRONMENT_FAULTS, ...ACTIONS];
