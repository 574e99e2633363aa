import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { serverName } from './config/checks/together';
import type { MonitorConfig } from './config/schema';
import { NtpDriftMonitor } from './ntp-drift-monitor';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';

export interface MonitorStackProps extends StackProps {
  /** A checked monitor.json. */
  readonly config: MonitorConfig;
  /**
   * The function's code, exporting `handler` from `index.js`.
   * @default - the bundle that comes with this package
   */
  readonly code?: Code;
}

/** One monitor.json as a stack of its own. */
export class MonitorStack extends Stack {
  readonly config: MonitorConfig;
  readonly monitor: NtpDriftMonitor;

  constructor(scope: Construct, id: string, { config, code, ...props }: MonitorStackProps) {
    super(scope, id, { description: `NTP drift monitor ${config.name}`, ...props });
    this.config = config;
    this.monitor = new NtpDriftMonitor(this, 'Monitor', {
      ...toProps(config),
      ...(config.vpc && network(this, config.vpc)),
      ...(code && { code }),
    });
    const { dashboard, topic, warnTopic, function: fn } = this.monitor;
    const console = `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}`;
    this.output(
      'DashboardUrl',
      `${console}#dashboards/dashboard/${dashboard.dashboardName}`,
      'The dashboard.',
    );
    this.output('TopicArn', topic.topicArn, 'Alarms that page are published here; subscribe to it.');
    this.output('WarnTopicArn', warnTopic.topicArn, 'Warnings are published here; subscribe to it.');
    this.output('FunctionName', fn.functionName, "Invoke it with the schedule's Input for a run at once.");
    this.output('LogGroupName', fn.logGroup.logGroupName, 'Every reading, one line of JSON each.');
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

function toProps(config: MonitorConfig): NtpDriftMonitorProps {
  const { name, schedule, servers, limitMs, reference, detail, notify, costCeilingUsd } = config;
  return {
    monitorName: name,
    schedule: ScheduleExpression.expression(schedule),
    servers: servers.map((server) => ({
      ...server,
      name: serverName(server),
      limitMs: server.limitMs ?? limitMs,
    })),
    limitMs,
    reference,
    notify,
    ...(detail && { detail }),
    ...(costCeilingUsd !== undefined && { costCeilingUsd }),
  };
}

/** The VPC by its ids alone: nothing is looked up, so that synthesis needs no account. */
function network(scope: Construct, { id, subnetIds, ipv6 }: NonNullable<MonitorConfig['vpc']>) {
  // The construct library insists on zones and route tables, which nothing here depends on.
  const subnets = subnetIds.map((subnetId) =>
    Subnet.fromSubnetAttributes(scope, subnetId, { subnetId, routeTableId: 'unused' }),
  );
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: id, availabilityZones: ['unused'] });
  return { vpc, vpcSubnets: { subnets }, ipv6 };
}
