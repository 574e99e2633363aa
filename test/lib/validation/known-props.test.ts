import { Stack } from 'aws-cdk-lib';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { CODE, newApp, SERVERS } from '../../../testkit/stack/synthesise';

/** What a monitor says to props of plain JavaScript; `accepted` where it takes them. */
function refusalOf(props: object): string {
  try {
    const all = { monitorName: 'test', servers: SERVERS, code: CODE, ...props };
    new NtpDriftMonitor(new Stack(newApp(), 'Test'), 'Monitor', all as unknown as NtpDriftMonitorProps);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[written: string, meant: string, props: object]>([
  ['servrs', 'servers', { servers: undefined, servrs: SERVERS }],
  ['encrytionKey', 'encryptionKey', { encrytionKey: 'key' }],
  ['limitMS', 'limitMs', { limitMS: 5 }],
  ['dashbord', 'dashboard', { dashbord: false }],
  ['warntopic', 'warnTopic', { warntopic: 'topic' }],
  ['pagActions', 'pageActions', { pagActions: [] }],
])('%s, mistyped in plain JavaScript, is refused and %s named', (written, meant, props) => {
  expect(refusalOf(props)).toBe(
    `NtpDriftMonitor Test/Monitor has a problem:\n  ${written} is not a known prop; expected "${meant}".`,
  );
});

test.each<[what: string, props: object]>([
  ['like no prop', { env: { region: 'eu-west-1' }, tags: {}, stackName: 'clocks' }],
  ['longer than a prop', { vpcId: 'vpc-1', topics: [], scheduleGroup: 'group' }],
  ['like a prop that is given beside it', { limitMs: 5, limitsMs: [5, 10] }],
])('unknown props pass that are %s: props may be spread of wider objects', (_, props) => {
  expect(refusalOf(props)).toBe('accepted');
});
