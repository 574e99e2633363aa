import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { deploy, onlyResource, resources, SERVERS } from '../../../testkit/stack/synthesise';

const { template } = deploy({ monitorName: 'time: main' });
const schedule = onlyResource(template, 'AWS::Scheduler::Schedule');

test('The schedule fires every minute, on the minute that is due, unless told otherwise', () => {
  expect(schedule).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    State: 'ENABLED',
  });
  const other = deploy({ schedule: ScheduleExpression.expression('cron(0/5 * * * ? *)') });
  expect(onlyResource(other.template, 'AWS::Scheduler::Schedule').ScheduleExpression).toBe(
    'cron(0/5 * * * ? *)',
  );
});

test("The schedule's input is a literal JSON document that names the monitor and its servers", () => {
  expect(JSON.parse(schedule.Target.Input)).toEqual({
    monitor: 'time: main',
    badRuns: { runs: 12, everyMinutes: 1 },
    servers: SERVERS,
  });
});

test('The schedule is found by its name, in a group of its own', () => {
  expect(schedule).toMatchObject({ Name: 'time-main-a9fe4bd4', GroupName: 'time-main-a9fe4bd4' });
  expect(onlyResource(template, 'AWS::Scheduler::ScheduleGroup')).toMatchObject({
    Name: 'time-main-a9fe4bd4',
  });
});

test('The schedule gives up soon, for a late sample is worthless, and keeps what it could not deliver', () => {
  expect(schedule.Target).toMatchObject({
    RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
    DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringContaining('Undelivered'), 'Arn'] } },
  });
});

test("The schedule's role can invoke this function, and send to this queue", () => {
  const policy = Object.values(resources(template, 'AWS::IAM::Policy')).find(({ Roles }) =>
    Roles[0].Ref.includes('ScheduleRole'),
  );
  expect(policy.PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: { 'Fn::GetAtt': [expect.stringContaining('Function'), 'Arn'] },
    },
    {
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': [expect.stringContaining('Undelivered'), 'Arn'] },
    },
  ]);
});

test("The schedule's role serves schedules of this group only", () => {
  const role = Object.values(resources(template, 'AWS::IAM::Role')).find(
    ({ AssumeRolePolicyDocument }) =>
      AssumeRolePolicyDocument.Statement[0].Principal.Service === 'scheduler.amazonaws.com',
  );
  expect(role.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals).toEqual({
    'aws:SourceAccount': { Ref: 'AWS::AccountId' },
    'aws:SourceArn': { 'Fn::GetAtt': [expect.stringContaining('ScheduleGroup'), 'Arn'] },
  });
});

test('both queues are encrypted and take TLS only', () => {
  const queues = Object.values(resources(template, 'AWS::SQS::Queue'));
  const policies = Object.values(resources(template, 'AWS::SQS::QueuePolicy'));
  expect(queues).toHaveLength(2);
  expect(policies).toHaveLength(2);
  for (const queue of queues) {
    expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 345_600 });
  }
  for (const { PolicyDocument } of policies) {
    expect(PolicyDocument.Statement[0]).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  }
});
