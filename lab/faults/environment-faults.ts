import type { EndpointFailure } from '../aws/cloudwatch-endpoint';

/** What a fault changes in the parts of the lab. What is left out works. */
export interface FaultEffects {
  /** No server answers. */
  serversUnreachable?: true;
  /** How CloudWatch fails the function's requests. */
  cloudWatch?: EndpointFailure;
  /** What AWS's own services report to CloudWatch is lost. */
  awsReportsLost?: true;
  /** The function throws before it measures. */
  functionThrows?: true;
  notStarted?: NotStarted;
}

/** Why a run that is due does not start. */
export type NotStarted =
  /** Lambda throttles the function. */
  | 'throttled'
  /** The Scheduler may not invoke it. */
  | 'refused'
  /** The schedule is disabled, or a deployment pauses it. */
  | 'off';

/** Something that can be out of order around the servers. */
export interface EnvironmentFault<Id extends string = string> {
  kind: 'environment';
  id: Id;
  /** A verb, for a button. */
  label: string;
  /** What happens then, for people. */
  about: string;
  effects: FaultEffects;
}

/** Of two faults with an effect on the same part, the later one is worse, and counts. */
export const ENVIRONMENT_FAULTS = [
  environmentFault('ntp', 'Block NTP', 'no server answers, as behind a firewall without UDP port 123', {
    serversUnreachable: true,
  }),
  environmentFault('cloudwatch', 'CloudWatch refuses', 'every PutMetricData is denied', {
    cloudWatch: 'refuse',
  }),
  environmentFault(
    'network',
    "Cut the function's network",
    'no server answers, and CloudWatch is out of reach',
    {
      serversUnreachable: true,
      cloudWatch: 'reset',
    },
  ),
  environmentFault(
    'cloudwatch-down',
    'CloudWatch is down',
    "it takes nothing, and what AWS's services report is lost",
    {
      cloudWatch: 'reset',
      awsReportsLost: true,
    },
  ),
  environmentFault(
    'throws',
    'Break the function',
    'it throws before it measures, because its event is malformed',
    {
      functionThrows: true,
    },
  ),
  environmentFault('throttled', 'Throttle the function', 'Lambda never starts it', {
    notStarted: 'throttled',
  }),
  environmentFault('schedule-refused', 'Deny the Scheduler', 'it may not invoke the function', {
    notStarted: 'refused',
  }),
  environmentFault('schedule-off', 'Disable the schedule', 'nothing runs, and nobody says so', {
    notStarted: 'off',
  }),
] as const;

export type EnvironmentFaultId = (typeof ENVIRONMENT_FAULTS)[number]['id'];

/** The effects of several faults at once. */
export function effectsOf(ids: Iterable<EnvironmentFaultId>): FaultEffects {
  const present = new Set(ids);
  return Object.assign(
    {},
    ...ENVIRONMENT_FAULTS.filter(({ id }) => present.has(id)).map(({ effects }) => effects),
  );
}

function environmentFault<const Id extends string>(
  id: Id,
  label: string,
  about: string,
  effects: FaultEffects,
): EnvironmentFault<Id> {
  return { kind: 'environment', id, label, about, effects };
}
