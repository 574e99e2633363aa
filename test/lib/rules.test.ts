import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stackOf } from './support';

/** Synthesises a stack's app under cdk-nag's AWS Solutions rules; a finding throws. */
function checkedSynth(stack: Stack): void {
  const app = App.of(stack)!;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

test.each([
  ['as it is', {}],
  ['in a VPC', { vpc: { id: 'vpc-1', subnetIds: ['subnet-1'], ipv6: true } }],
])('the AWS Solutions rules find nothing in the stack %s that is not acknowledged', (_name, changes) => {
  expect(() => checkedSynth(stackOf(changes))).not.toThrow();
});

test('which means something, for they find what is wrong beside it', () => {
  const stack = stackOf();
  new Queue(stack, 'Careless');
  expect(() => checkedSynth(stack)).toThrow(/Careless.*AwsSolutions-SQS3.*Careless.*AwsSolutions-SQS4/s);
});
