import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { newApp } from '../../testkit/stack/synthesise';

// Which other tests do without, for it costs seconds.
beforeAll(() => {
  process.env.CDK_VALIDATION = 'true';
});

/**
 * That the stack passes strict validation is what cli.test.ts shows. This is the other half: that cdk.json
 * turns it on, and that it refuses.
 */
test('synthesis refuses a resource that CloudFormation would', () => {
  const stack = new Stack(newApp(), 'Test');
  new CfnResource(stack, 'Alarm', {
    type: 'AWS::CloudWatch::Alarm',
    properties: { ComparisonOperator: 'GreaterThanAnything', EvaluationPeriods: 1 },
  });
  expect(() => App.of(stack)!.synth()).toThrow(/GreaterThanAnything|ComparisonOperator/);
});
