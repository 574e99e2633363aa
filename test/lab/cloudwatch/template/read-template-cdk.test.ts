import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { readAlarms } from '../../../../lab/cloudwatch/template/read-template';
import { newApp } from '../../../../testkit/stack/synthesise';

describe('composite alarms as the CDK writes them', () => {
  const stack = new Stack(newApp(), 'Test');
  const metric = new Metric({ namespace: 'N', metricName: 'M', period: Duration.minutes(1) });
  const [a, b] = ['a', 'b'].map(
    (name) => new Alarm(stack, name, { metric, threshold: 1, evaluationPeriods: 1, alarmName: `my ${name}` }),
  ) as [Alarm, Alarm];
  const unnamed = new Alarm(stack, 'unnamed', { metric, threshold: 1, evaluationPeriods: 1 });
  const composite = new CompositeAlarm(stack, 'composite', {
    compositeAlarmName: 'all',
    alarmRule: AlarmRule.anyOf(a, AlarmRule.fromAlarm(unnamed, AlarmState.ALARM)),
    actionsSuppressor: b,
    actionsSuppressorWaitPeriod: Duration.seconds(90),
  });
  composite.addAlarmAction(new SnsAction(new Topic(stack, 'Topic')));
  const alarms = readAlarms(Template.fromStack(stack).toJSON(), { region: 'eu-west-1' });

  test('rules and suppressors refer to alarms by name, whatever the ARN', () => {
    const id = stack.getLogicalId(unnamed.node.defaultChild as never);
    expect(alarms.find(({ name }) => name === 'all')).toMatchObject({
      actions: { ALARM: [expect.stringContaining('Topic')], OK: [] },
      suppressor: { alarm: 'my b', waitMs: 90_000, extensionMs: 60_000 },
      anyOf: ['my a', id],
    });
  });
});
