import { existsSync } from 'node:fs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { NAMESPACE } from '../../../lambda/monitor/metrics/metric-entry';
import { shippedCode } from '../../../lib/compute/monitor-function';
import { deploy, onlyResource, resources } from '../../../testkit/stack/synthesise';

jest.mock('node:fs', () => ({ ...jest.requireActual('node:fs'), existsSync: jest.fn(() => true) }));

const { template } = deploy();

test('the function runs the current runtime on Graviton, with memory and a timeout that were chosen', () => {
  expect(onlyResource(template, 'AWS::Lambda::Function')).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 45,
  });
});

test('The function reserves no concurrency: an account of 10 has none to give, and runs do not overlap', () => {
  expect(onlyResource(template, 'AWS::Lambda::Function')).not.toHaveProperty('ReservedConcurrentExecutions');
});

test('a failed run is not repeated, a late one not started, and either is kept', () => {
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: {
      OnFailure: { Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('Failures'), 'Arn'] } },
    },
  });
});

test('The function logs JSON into a group of its own, kept for a year and beyond the stack', () => {
  expect(onlyResource(template, 'AWS::Lambda::Function').LoggingConfig).toMatchObject({
    LogFormat: 'JSON',
    ApplicationLogLevel: 'INFO',
    LogGroup: { Ref: expect.stringContaining('Log') },
  });
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: { RetentionInDays: 365 },
    DeletionPolicy: 'Retain',
  });
});

test('how long the log is kept can be chosen', () => {
  const chosen = deploy({ logRetention: RetentionDays.ONE_WEEK, logRemovalPolicy: RemovalPolicy.DESTROY });
  chosen.template.hasResource('AWS::Logs::LogGroup', {
    Properties: { RetentionInDays: 7 },
    DeletionPolicy: 'Delete',
  });
});

test("the function's role can publish into its namespace, write its log and report failures: no more", () => {
  expect(allowed('FunctionRole')).toEqual([
    {
      Sid: 'PublishMetrics',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
    },
    { Sid: 'ReadMetrics', Action: 'cloudwatch:GetMetricData', Resource: '*' },
    {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [expect.stringContaining('Log'), 'Arn'] },
    },
    {
      Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
      Resource: { 'Fn::GetAtt': [expect.stringContaining('Failures'), 'Arn'] },
    },
  ]);
});

test.each([
  ['"history": false', { history: false }],
  ['a fleet, which reads nothing back', { detail: 'fleet' as const }],
])('with %s the role can read no metrics', (_, props) => {
  expect(JSON.stringify(deploy(props).template.toJSON())).not.toContain('GetMetricData"');
});

test('no role has a managed policy', () => {
  for (const role of Object.values(resources(template, 'AWS::IAM::Role'))) {
    expect(role).not.toHaveProperty('ManagedPolicyArns');
  }
});

test('a timeout too short for a run is refused', () => {
  expect(() => deploy({ timeout: Duration.seconds(10) })).toThrow(
    "NtpDriftMonitor Test/Monitor has a problem:\n  servers is a list whose run may take 21 s; expected a run within the function's timeout of 10 s",
  );
});

test('a missing bundle is an error that says how to get one', () => {
  jest.mocked(existsSync).mockReturnValueOnce(false);
  expect(shippedCode).toThrow(/bundle is missing: there is no index\.js in .* Run `npm run build`/);
});

/** What a role may do: the statements of its policies, each of which allows. */
function allowed(roleId: string) {
  const policies = Object.values(resources(template, 'AWS::IAM::Policy')).filter(({ Roles }) =>
    Roles[0].Ref.includes(roleId),
  );
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return statements.map(({ Effect: _, ...rest }) => rest);
}
