import { Annotations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { SEVERITIES } from '../alarms/alarm-definition';
import type { ResolvedConfig } from '../config/resolved-config';
import { type FunctionNetwork, TRAPS } from '../config/traps';
import type { Notifications } from '../notifications/notifications';

/** Warns, at synthesis, of what is allowed and rarely meant. */
export function warnOfTraps(
  scope: Construct,
  config: ResolvedConfig,
  network: FunctionNetwork,
  { topics, heard }: Notifications,
): void {
  const annotations = Annotations.of(scope);
  for (const severity of SEVERITIES.filter((each) => !heard[each])) {
    annotations.addWarningV2(
      `ntp-drift-monitor:nobody-is-notified-${severity}`,
      `${severity === 'page' ? 'Alarms' : 'Warnings'} will go off and nobody will hear: add a channel to "notify" ` +
        'in monitor.json, such as { "email": [...] }, or subscribe someone to the topic.',
    );
  }
  // A topic that this app doesn't define is known by its ARN alone.
  if (Object.values(topics).some(({ alarms }) => !(alarms instanceof Topic))) {
    annotations.addWarningV2(
      'ntp-drift-monitor:existing-topic',
      'Whether an existing topic passes alarms on cannot be seen at synthesis. It must be in the region of the ' +
        'alarms, its policy must let cloudwatch.amazonaws.com publish, and so must its key, which cannot be ' +
        'alias/aws/sns. Try it: aws cloudwatch set-alarm-state --alarm-name "... outside" --state-value ALARM ' +
        '--state-reason test.',
    );
  }
  for (const { id, text } of TRAPS) {
    const warning = text(config, network);
    if (warning !== undefined) {
      annotations.addWarningV2(`ntp-drift-monitor:${id}`, warning);
    }
  }
}
