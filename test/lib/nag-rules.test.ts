import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stackOf } from '../../testkit/stack/synthesise';

/** Synthesises a stack's app under cdk-nag's AWS Solutions rules; a finding throws. */
function checkedSynth(stack: Stack): void {
  const app = App.of(stack)!;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

test.each([
  ['as it is', {}],
  ['of a fleet', { detail: 'fleet' }],
  [
    'with every channel',
    {
      notify: {
        email: ['oncall@example.com'],
        https: ['https://example.com/alarms'],
        slack: { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
        teams: {
          tenantId: '0a1b2c3d-0000-4000-8000-000000000001',
          teamId: '0a1b2c3d-0000-4000-8000-000000000002',
          channelId: '19%3ab6ef35%40thread.tacv2',
        },
      },
    },
  ],
  ['in a VPC', { vpc: { id: 'vpc-0a1b2c3d', subnetIds: ['subnet-0a1b2c3d'], ipv6: true } }],
])('the AWS Solutions rules find nothing in the stack %s that is not acknowledged', (_name, changes) => {
  expect(() => checkedSynth(stackOf(changes))).not.toThrow();
});

test('The rules of cdk-nag find what is wrong beside a monitor', () => {
  const stack = stackOf();
  new Queue(stack, 'Careless');
  expect(() => checkedSynth(stack)).toThrow(/Careless.*AwsSolutions-SQS3.*Careless.*AwsSolutions-SQS4/s);
});
