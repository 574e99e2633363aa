import { Annotations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { SEVERITIES } from '../alarms/alarm-definition';
import { hurriedVoters } from '../config/checks/size';
import { MIN_POLITE_GAP_MS } from '../config/policy';
import type { ResolvedConfig } from '../config/resolved-config';
import type { Notifications } from '../notifications/notifications';

/** Warns, at synthesis, of what is allowed and rarely meant. */
export function warnOfTraps(
  scope: Construct,
  config: ResolvedConfig,
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
  const hurried = hurriedVoters(config);
  if (hurried) {
    annotations.addWarningV2(
      'ntp-drift-monitor:hurried-voters',
      `Each of the ${hurried.shards} shards asks every voter: one request every ` +
        `${(hurried.everyMs / 1000).toFixed(1)} s, more than operators of public servers put up with ` +
        `(${MIN_POLITE_GAP_MS / 1000} s at least). Use a slower schedule, or voters of your own, with ` +
        '"pacing": "fast".',
    );
  }
  const pooled = config.servers
    .map(({ host }) => host)
    .filter((host) => /(^|\.)pool\.ntp\.org\.?$/i.test(host));
  if (pooled.length > 0) {
    annotations.addWarningV2(
      'ntp-drift-monitor:ntp-pool',
      `${pooled.join(', ')}: a name of the NTP Pool is another server at every look-up, so its readings have no ` +
        'history; and the pool asks products for a vendor zone of their own ' +
        '(https://www.ntppool.org/vendors.html). Name single servers instead.',
    );
  }
}
