import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Schedule,
  type ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

import type { Construct } from 'constructs';
import type { MonitorEvent } from '../../lambda/monitor/event';
import { MAX_SCHEDULE_NAME_LENGTH, MIN_EVENT_AGE_MS } from '../config/aws-quotas';
import { resourceName } from '../config/names';

/** EventBridge Scheduler's own default is 185 times within 24 hours. */
const RETRIES = 2;

export interface ScheduleProps {
  readonly schedule: ScheduleExpression;
  readonly paused: boolean;
  /** The event that every run gets; for a fleet, one for each of its shards. */
  readonly events: readonly MonitorEvent[];
  readonly target: IFunction;
  /** Where events go that could not be delivered to the function. */
  readonly undelivered: Queue;
}

/**
 * A schedule for each event, in a group of their own: EventBridge Scheduler's metrics know groups and not
 * schedules, so only thus can an alarm tell this monitor's failures from anyone else's.
 */
export function createSchedules(scope: Construct, props: ScheduleProps): Schedule[] {
  const { target, undelivered } = props;
  const monitorName = props.events[0]!.monitor;
  const name = resourceName(monitorName);
  const group = new ScheduleGroup(scope, 'ScheduleGroup', {
    scheduleGroupName: name,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = createRole(scope, group, target, undelivered);
  return props.events.map((event) => {
    const { number = 1, of = 1 } = event.shard ?? {};
    const suffix = number === 1 ? '' : `-${number}`;
    const schedule = new Schedule(scope, `Schedule${suffix}`, {
      scheduleName: `${name.slice(0, MAX_SCHEDULE_NAME_LENGTH - suffix.length)}${suffix}`,
      scheduleGroup: group,
      description: `Runs the NTP drift monitor ${monitorName}${of > 1 ? `, shard ${number} of ${of}` : ''}`,
      schedule: props.schedule,
      enabled: !props.paused,
      timeWindow: TimeWindow.off(),
      target: new LambdaInvoke(target, {
        // The L2 would also grant every version and alias of the function: the role is its own, and closed.
        role: role.withoutPolicyUpdates(),
        input: ScheduleTargetInput.fromObject(event),
        retryAttempts: RETRIES,
        maxEventAge: Duration.millis(MIN_EVENT_AGE_MS),
        deadLetterQueue: undelivered,
      }),
    });
    // The first run comes within a minute, and would fail without the role's policy.
    schedule.node.addDependency(role);
    return schedule;
  });
}

/** Only the schedules of this group can use the role (EventBridge Scheduler, "Confused deputy prevention"). */
function createRole(scope: Construct, group: ScheduleGroup, target: IFunction, undelivered: Queue): Role {
  const role = new Role(scope, 'ScheduleRole', {
    description: 'Lets EventBridge Scheduler invoke the NTP drift monitor',
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:SourceAccount': Stack.of(scope).account,
          'aws:SourceArn': group.scheduleGroupArn,
        },
      },
    }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
  );
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] }));
  return role;
}
