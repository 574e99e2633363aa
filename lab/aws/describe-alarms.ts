import { ServiceError } from './service-error';

/** An alarm as its owner knows it. */
export interface AlarmOfAccount {
  name: string;
  description: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

/** API reference, DescribeAlarms: MaxRecords. */
const MAX_RECORDS = { default: 50, most: 100 };

/**
 * What DescribeAlarms answers. Every alarm counts as one on a metric.
 * @param request the decoded JSON body: AlarmNamePrefix, StateValue, MaxRecords and NextToken are known
 * @throws ServiceError when MaxRecords is out of range
 */
export function answerDescribeAlarms(request: unknown, alarms: readonly AlarmOfAccount[]): object {
  const {
    AlarmNamePrefix = '',
    StateValue,
    MaxRecords = MAX_RECORDS.default,
    NextToken = '0',
  } = request as {
    AlarmNamePrefix?: string;
    StateValue?: string;
    MaxRecords?: number;
    NextToken?: string;
  };
  if (MaxRecords < 1 || MaxRecords > MAX_RECORDS.most) {
    throw new ServiceError('ValidationError', `MaxRecords must be from 1 to ${MAX_RECORDS.most}.`);
  }
  const found = alarms.filter(
    ({ name, state }) =>
      name.startsWith(AlarmNamePrefix) && (StateValue === undefined || state === StateValue),
  );
  const [from, to] = [Number(NextToken), Number(NextToken) + MaxRecords];
  return {
    MetricAlarms: found.slice(from, to).map(({ name, description, state }) => ({
      AlarmName: name,
      AlarmDescription: description,
      StateValue: state,
    })),
    CompositeAlarms: [],
    ...(to < found.length && { NextToken: String(to) }),
  };
}

/** States that can be set. Source: API reference, SetAlarmState. */
const STATES: readonly unknown[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmOfAccount['state'][];

/**
 * Which alarm SetAlarmState sets to which state.
 * @param request the decoded JSON body
 * @throws ServiceError when there is no such alarm or state
 */
export function readAlarmState(
  request: unknown,
  alarms: readonly AlarmOfAccount[],
): Pick<AlarmOfAccount, 'name' | 'state'> {
  const { AlarmName, StateValue } = request as { AlarmName: string; StateValue: AlarmOfAccount['state'] };
  if (!STATES.includes(StateValue)) {
    throw new ServiceError('ValidationError', `The value ${JSON.stringify(StateValue)} is not a state.`);
  }
  if (!alarms.some(({ name }) => name === AlarmName)) {
    throw new ServiceError('ResourceNotFound', `There is no alarm ${AlarmName}.`, 404);
  }
  return { name: AlarmName, state: StateValue };
}
