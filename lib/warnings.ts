import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { MonitorConfig } from './config';

/**
 * Warns, at synthesis, of what is allowed and rarely meant.
 * @param known `notified`: somebody may be subscribed to the alarms
 */
export function warnOfTraps(
  scope: Construct,
  { servers }: MonitorConfig,
  known: { notified: boolean },
): void {
  const annotations = Annotations.of(scope);
  if (!known.notified) {
    annotations.addWarningV2(
      'ntp-drift-monitor:nobody-is-notified',
      'Alarms will go off and nobody will hear: add an address to "notify": { "email": [...] } in monitor.json, ' +
        'or subscribe someone to the topic.',
    );
  }
  const pooled = servers.map(({ host }) => host).filter((host) => /(^|\.)pool\.ntp\.org\.?$/i.test(host));
  if (pooled.length > 0) {
    annotations.addWarningV2(
      'ntp-drift-monitor:ntp-pool',
      `${pooled.join(', ')}: a name of the NTP Pool is another server at every look-up, so its readings have no ` +
        'history; and the pool asks products for a vendor zone of their own ' +
        '(https://www.ntppool.org/vendors.html). Name single servers instead.',
    );
  }
}
