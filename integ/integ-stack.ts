import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AlarmMuteRule, CfnAlarm, CompositeAlarm, ScheduleExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { DIMENSION } from '../lambda/monitor/metrics/metric-entry';
import { MINUTE_MS } from '../lambda/ntp/time-units';
import type { ResolvedConfig } from '../lib/config/resolved-config';
import { withConfig } from '../lib/intake';
import { NtpDriftMonitor } from '../lib/ntp-drift-monitor';
import { EXPERIMENT_NAMESPACE, type Experiment } from './experiment';
import { EXPERIMENTS, MUTE, MUTED } from './experiments';

/** Names of the stack's outputs. */
export const OUTPUT = { queueUrl: 'QueueUrl' } as const;

export interface IntegStackProps {
  readonly config: ResolvedConfig;
  /** When the stack was synthesised first, ms since 1970. */
  readonly synthesisedMs: number;
  /** Goes into descriptions of alarms: another one is an update. */
  readonly revision: number;
}

/** The name of an experiment's alarm. No name of the monitor's own begins like that. */
export function experimentAlarm(monitor: string, id: string): string {
  return `${monitor}-experiment ${id}`;
}

/** A monitor, a queue that hears all that is told, and the alarms of the experiments. It leaves nothing behind. */
export class IntegStack extends Stack {
  constructor(scope: Construct, id: string, { config, synthesisedMs, revision }: IntegStackProps) {
    super(scope, id, { description: 'NTP drift monitor, integration test: delete it when no test runs' });
    const { DESTROY } = RemovalPolicy;
    new NtpDriftMonitor(
      this,
      'Monitor',
      withConfig(config, { removalPolicy: DESTROY, logRemovalPolicy: DESTROY }),
    );
    const experiments = new Topic(this, 'Experiments');
    const queue = new Queue(this, 'Heard', { retentionPeriod: Duration.days(1), removalPolicy: DESTROY });
    for (const topic of this.node.findAll().filter((each) => each instanceof Topic)) {
      topic.addSubscription(new SqsSubscription(queue));
    }
    const create = (experiment: Experiment) =>
      this.createAlarm(experiment, { monitor: config.name, revision, topic: experiments });
    const alarms = new Map(EXPERIMENTS.map((experiment) => [experiment.id, create(experiment)]));
    this.muteComposite(config.name, { child: alarms.get(MUTE.child)!, topic: experiments, synthesisedMs });
    new CfnOutput(this, OUTPUT.queueUrl, { value: queue.queueUrl });
  }

  private createAlarm(
    { id, question, expression, alarm }: Experiment,
    { monitor, revision, topic }: { monitor: string; revision: number; topic: Topic },
  ): CfnAlarm {
    const metric = {
      namespace: EXPERIMENT_NAMESPACE,
      metricName: id,
      dimensions: [{ name: DIMENSION.monitor, value: monitor }],
    };
    const sum = { id: 'm', metricStat: { metric, period: 60, stat: 'Sum' } };
    return new CfnAlarm(this, `Experiment-${id}`, {
      alarmName: experimentAlarm(monitor, id),
      alarmDescription: `${question} (revision ${revision})`,
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      metrics:
        expression === 'm'
          ? [{ ...sum, returnData: true }]
          : [
              { ...sum, returnData: false },
              { id: 'e', expression, returnData: true },
            ],
      alarmActions: [topic.topicArn],
      ...alarm,
    });
  }

  /** A composite that follows an alarm, and a window in which only the composite is muted. */
  private muteComposite(
    monitor: string,
    { child, topic, synthesisedMs }: { child: CfnAlarm; topic: Topic; synthesisedMs: number },
  ): void {
    const composite = new CompositeAlarm(this, `Experiment-${MUTE.composite}`, {
      compositeAlarmName: experimentAlarm(monitor, MUTE.composite),
      alarmRule: { renderAlarmRule: () => `ALARM("${child.alarmName}")` },
    });
    composite.node.addDependency(child);
    composite.addAlarmAction(new SnsAction(topic));
    const at = new Date(synthesisedMs + MUTED.from * MINUTE_MS);
    new AlarmMuteRule(this, 'Mute', {
      schedule: ScheduleExpression.at({
        year: at.getUTCFullYear(),
        month: at.getUTCMonth() + 1,
        day: at.getUTCDate(),
        hour: at.getUTCHours(),
        minute: at.getUTCMinutes(),
      }),
      duration: Duration.minutes(MUTED.minutes),
      alarms: [composite],
    });
  }
}
