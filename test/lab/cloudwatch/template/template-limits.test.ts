import { Template } from 'aws-cdk-lib/assertions';
import { checkTemplateLimits } from '../../../../lab/cloudwatch/template/template-limits';
import { stackOf } from '../../../../testkit/stack/synthesise';

/** Sizes at which a deployment would fail. */
const resource = (Type: string, Properties: object) => ({ Resources: { One: { Type, Properties } } });
const dashboard = (widgets: object[]) =>
  resource('AWS::CloudWatch::Dashboard', { DashboardBody: JSON.stringify({ widgets }) });
const graphs = (widgets: number, metrics: number) =>
  Array.from({ length: widgets }, () => ({ properties: { metrics: Array(metrics).fill(['N', 'M']) } }));
const schedule = (length: number) =>
  resource('AWS::Scheduler::Schedule', { Target: { Input: 'x'.repeat(length) } });
const lambda = (length: number) =>
  resource('AWS::Lambda::Function', { Environment: { Variables: { A: 'x'.repeat(length) } } });
const many = (count: number) => ({
  Resources: Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`R${i}`, { Type: 'AWS::SNS::Topic' }]),
  ),
});

test.each<[string, object, object, string]>([
  ['resources', many(500), many(501), 'The template has 501 resources; AWS takes at most 500'],
  [
    'a template',
    resource('Other', { Text: 'x'.repeat(1_000_000) }),
    resource('Other', { Text: 'x'.repeat(1_048_576) }),
    'bytes; AWS takes at most 1048576',
  ],
  ['widgets', dashboard(graphs(500, 1)), dashboard(graphs(501, 1)), 'One has 501 widgets'],
  ['metrics of a widget', dashboard(graphs(1, 500)), dashboard(graphs(1, 501)), '501 metrics in a widget'],
  [
    'metrics of a dashboard',
    dashboard(graphs(5, 500)),
    dashboard(graphs(6, 500)),
    '3000 metrics on a dashboard',
  ],
  ['an input', schedule(262_144), schedule(262_145), 'One has 262145 bytes of Input'],
  ['an environment', lambda(4000), lambda(4100), 'bytes of environment variables; AWS takes at most 4096'],
])('%s up to the limit pass, and beyond it are refused', (_name, fits, tooLarge, message) => {
  expect(() => checkTemplateLimits(fits)).not.toThrow();
  expect(() => checkTemplateLimits(tooLarge)).toThrow(message);
});

test('the shipped stack fits', () => {
  expect(() => checkTemplateLimits(Template.fromStack(stackOf()).toJSON())).not.toThrow();
});
