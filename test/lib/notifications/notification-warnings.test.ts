import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import { CODE, deploy, SERVERS } from '../../../testkit/stack/synthesise';

/**
 * Every channel, and how to find in a template who is subscribed to a topic by it. None needs the topic's key:
 * SNS decrypts before it delivers, and the chat service is delivered to as an HTTPS endpoint is. A channel that
 * did, such as an encrypted queue, would have to be granted it.
 */
describe('synthesis warns', () => {
  test.each([
    ['Alarms', {}],
    ['Warnings', { email: ['oncall@example.com'], warn: {} }],
  ])('when nobody is told: %s', (what, notify) => {
    const { stack } = deploy({ notify });
    Annotations.fromStack(stack).hasWarning(
      '/Test/Monitor',
      Match.stringLikeRegexp(`${what} will go off and nobody will hear`),
    );
  });

  test.each(['pool.ntp.org', '0.europe.pool.ntp.org', 'POOL.NTP.ORG.'])('of the NTP Pool: %s', (host) => {
    const { stack } = deploy({ servers: [...SERVERS, { host }] });
    Annotations.fromStack(stack).hasWarning('/Test/Monitor', Match.stringLikeRegexp('vendor zone'));
  });

  test('of a subscription that two monitors would share, which ends with either', () => {
    const notify = { topicArn: 'arn:aws:sns:us-east-1:123456789012:oncall', email: ['oncall@example.com'] };
    const { stack, monitor } = deploy({ notify });
    const two = new NtpDriftMonitor(stack, 'Two', {
      monitorName: 'two',
      servers: SERVERS,
      notify,
      code: CODE,
    });
    const annotations = Annotations.fromStack(stack);
    const shared = Match.stringLikeRegexp('oncall@example.com is subscribed to .*:oncall by Test/Monitor/');
    annotations.hasWarning(`/${two.node.path}`, shared);
    annotations.hasNoWarning(`/${monitor.node.path}`, shared);
  });

  test('of nothing else', () => {
    const { stack } = deploy({ servers: [...SERVERS, { host: 'carpool.ntp.org' }] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});
