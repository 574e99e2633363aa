import { readAlarms } from '../../../../lab/cloudwatch/template/read-template';
import { SINGLE_ALARM } from '../../../../testkit/stack/single-alarm';

test('names, dimensions and actions out of intrinsic functions', () => {
  const properties = {
    ...SINGLE_ALARM,
    AlarmName: { 'Fn::Join': ['-', ['ntp', { Ref: 'AWS::Region' }, { Ref: 'Stage' }]] },
    AlarmDescription: {
      'Fn::Sub': [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
        '${Queue.QueueName} of ${AWS::AccountId}, ${more}, ${Stage}, ${!x}',
        { more: { Ref: 'Fn' } },
      ],
    },
    Dimensions: [
      { Name: 'FunctionName', Value: { Ref: 'Fn' } },
      { Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } },
    ],
    AlarmActions: [{ Ref: 'Topic' }, 'arn:aws:sns:eu-west-1:1:mine', { 'Fn::GetAtt': 'Fn.Arn' }],
  };
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'test' }, Size: { Type: 'Number' } },
    Resources: {
      One: { Type: 'AWS::CloudWatch::Alarm', Properties: properties },
      Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: { Ref: 'Stage' } } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Topic: { Type: 'AWS::SNS::Topic' },
    },
  };
  const [alarm] = readAlarms(template, { region: 'eu-west-1' });
  expect(alarm).toMatchObject({
    name: 'ntp-eu-west-1-test',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
    description: 'Queue of 123456789012, test, test, ${x}',
    actions: { ALARM: ['Topic', 'arn:aws:sns:eu-west-1:1:mine', 'Fn'] },
  });
  expect(alarm?.kind === 'metric' && alarm.queries.get('metric')).toMatchObject({
    dimensions: { FunctionName: 'test', QueueName: 'Queue' },
  });
  const parameters = { Stage: 'prod' };
  expect(readAlarms(template, { parameters })[0]?.name).toBe('ntp-us-east-1-prod');
  template.Resources.One.Properties.AlarmName['Fn::Join'][1] = [{ Ref: 'Size' }];
  expect(() => readAlarms(template)).toThrow("One: AlarmName[0] can't be known before deployment");
});
