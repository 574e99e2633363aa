import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { importedNetwork } from './compute/imported-network';
import type { ResolvedConfig } from './config/resolved-config';
import { dashboardUrl } from './dashboard/create-dashboard';
import { withConfig } from './intake';
import { NtpDriftMonitor } from './ntp-drift-monitor';

/** Where a stack comes from, and goes to. */
export interface MonitorStackProps extends StackProps {
  /** A checked monitor.json. */
  readonly config: ResolvedConfig;
  /**
   * The function's code, exporting `handler` from `index.js`.
   * @default - the bundle that comes with this package
   */
  readonly code?: Code;
}

/** One monitor.json as a stack of its own. */
export class MonitorStack extends Stack {
  /** The monitor.json that it was made of, with every default filled in. */
  readonly config: ResolvedConfig;
  /** The monitor in it. */
  readonly monitor: NtpDriftMonitor;

  constructor(scope: Construct, id: string, { config, code, ...props }: MonitorStackProps) {
    super(scope, id, { description: `NTP drift monitor ${config.name}`, ...props });
    this.config = config;
    const resources = { ...(config.vpc && importedNetwork(this, config.vpc)), ...(code && { code }) };
    this.monitor = new NtpDriftMonitor(this, 'Monitor', withConfig(config, resources));
    const { dashboard, topic, warnTopic, function: fn } = this.monitor;
    if (dashboard) {
      this.output('DashboardUrl', dashboardUrl(this, dashboard.dashboardName), 'The dashboard.');
    }
    this.output('TopicArn', topic.topicArn, 'Alarms that page are published here; subscribe to it.');
    this.output('WarnTopicArn', warnTopic.topicArn, 'Warnings are published here; subscribe to it.');
    this.output('FunctionName', fn.functionName, "Invoke it with the schedule's Input for a run at once.");
    this.output('LogGroupName', fn.logGroup.logGroupName, 'Every reading, one line of JSON each.');
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
