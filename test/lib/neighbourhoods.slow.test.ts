import { NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { CodePipeline, CodePipelineSource, type IFileSetProducer, ShellStep } from 'aws-cdk-lib/pipelines';
import { NtpDriftMonitor } from '../../lib/ntp-drift-monitor';
import { CODE, type Json, newApp, resources, SERVERS } from '../../testkit/stack/synthesise';

const notify = { email: ['oncall@example.com'] };

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

function monitor(stack: Stack, monitorName = 'test'): NtpDriftMonitor {
  return new NtpDriftMonitor(stack, monitorName, { monitorName, servers: SERVERS, notify, code: CODE });
}

test('several monitors of one stack have resources of their own', () => {
  const stack = new Stack(newApp(), 'Test');
  const [one, two] = [monitor(stack, 'one'), monitor(stack, 'two')];
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 2);
  expect([...one.node.validate(), ...two.node.validate()]).toEqual([]);
});

test('a stage gives every region the same monitor', () => {
  const app = newApp();
  const templates = ['eu-west-1', 'us-east-1'].map((region) => {
    const stage = new Stage(app, region, { env: { account: '111122223333', region } });
    const stack = new Stack(stage, 'Clocks');
    monitor(stack);
    return Template.fromStack(stack);
  });
  const alarms = templates.map((each) => Object.keys(resources(each, 'AWS::CloudWatch::Alarm')));
  expect(alarms[0]).toEqual(alarms[1]);
});

test('a pipeline deploys the stages that hold a monitor, and its asset', () => {
  const stack = new Stack(newApp(), 'Pipeline', { env: { account: '111122223333', region: 'eu-west-1' } });
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'clocks');
  // The casts: aws-cdk-lib's classes do not satisfy its interfaces under exactOptionalPropertyTypes.
  const input = CodePipelineSource.codeCommit(repository, 'main') as IFileSetProducer;
  const synth = new ShellStep('Synth', { input, commands: ['npx cdk synth'] }) as IFileSetProducer;
  const pipeline = new CodePipeline(stack, 'Deploy', { synth });
  const stage = new Stage(stack, 'Production', { env: { account: '111122223333', region: 'us-east-1' } });
  new NtpDriftMonitor(new Stack(stage, 'Clocks'), 'Monitor', {
    monitorName: 'test',
    servers: SERVERS,
    notify,
    code: Code.fromAsset(__dirname),
  });
  pipeline.addStage(stage);
  const [built] = Object.values(resources(Template.fromStack(stack), 'AWS::CodePipeline::Pipeline'));
  const names: string[] = built.Stages.map(({ Name }: Json) => Name);
  expect(names).toEqual(expect.arrayContaining(['Assets', 'Production']));
});

test('a nested stack can hold a monitor', () => {
  const nested = new NestedStack(new Stack(newApp(), 'Test'), 'Nested');
  monitor(nested);
  Template.fromStack(nested).resourceCountIs('AWS::Scheduler::Schedule', 1);
});

test('a permissions boundary and tags reach everything that takes them', () => {
  const stack = new Stack(newApp(), 'Test');
  monitor(stack);
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'company'));
  Tags.of(stack).add('team', 'clocks');
  const template = Template.fromStack(stack);
  template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: Match.anyValue() });
  for (const type of [
    'AWS::Lambda::Function',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
    'AWS::CloudWatch::Alarm',
  ]) {
    template.allResourcesProperties(type, { Tags: Match.arrayWith([{ Key: 'team', Value: 'clocks' }]) });
  }
});

test.each([
  ['cn-north-1', 'aws-cn', 'https://cn-north-1.console.amazonaws.cn/'],
  ['us-gov-west-1', 'aws-us-gov', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
  ['eu-west-1', 'aws', 'https://eu-west-1.console.aws.amazon.com/'],
])('%s has its own partition and console', (region, partition, console) => {
  const stack = new Stack(newApp(), 'Test', { env: { account: '111122223333', region } });
  monitor(stack);
  const template = Template.fromStack(stack);
  const text = JSON.stringify(template.toJSON()).replaceAll('{"Ref":"AWS::Partition"}', partition);
  const arns = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map(([, each]) => each);
  expect(new Set(arns)).toEqual(new Set(arns.length > 0 ? [partition] : []));
  const descriptions = Object.values(resources(template, 'AWS::CloudWatch::Alarm')).map(
    (each: Json) => each.AlarmDescription,
  );
  expect(descriptions.every((each) => each.includes(console))).toBe(true);
});
