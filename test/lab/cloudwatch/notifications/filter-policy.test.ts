import { readFilterPolicy } from '../../../../lab/cloudwatch/notifications/filter-policy';
import { readSubscriptions, recipients } from '../../../../lab/cloudwatch/notifications/subscriptions';

/** Which messages of CloudWatch reach a subscription. */
const message = (NewStateValue: string, OldStateValue: string) => ({ NewStateValue, OldStateValue });
const CHANGED = { $or: [{ NewStateValue: ['ALARM'] }, { OldStateValue: ['ALARM'] }] };

test.each([
  ['OK', 'INSUFFICIENT_DATA', false],
  ['OK', 'ALARM', true],
  ['ALARM', 'INSUFFICIENT_DATA', true],
])('a filter for real changes: %s after %s passes: %p', (now, before, expected) => {
  expect(readFilterPolicy(CHANGED, 'MessageBody')(message(now, before))).toBe(expected);
});

test.each([
  ['a prefix', { NewStateValue: [{ prefix: 'AL' }] }, true],
  ['anything but', { NewStateValue: [{ 'anything-but': ['OK', 'ALARM'] }] }, false],
  ['a field that is not there', { Later: [{ exists: false }] }, true],
  ['a nested field', { Trigger: { MetricName: ['Usable'] } }, false],
  ['two keys, both of which must pass', { NewStateValue: ['ALARM'], OldStateValue: ['ALARM'] }, false],
])('%s', (_name, policy, expected) => {
  expect(readFilterPolicy(policy, 'MessageBody')(message('ALARM', 'OK'))).toBe(expected);
});

test('a filter on attributes keeps everything back: CloudWatch sends none', () => {
  expect(readFilterPolicy({ NewStateValue: ['ALARM'] })(message('ALARM', 'OK'))).toBe(false);
});

test.each([
  ['$or with one alternative', { $or: [{ NewStateValue: ['ALARM'] }] }, 'at least two objects'],
  [
    '$or with an operator for a name',
    { $or: [{ prefix: ['A'] }, { suffix: ['B'] }] },
    'at least two objects',
  ],
  ['six keys', Object.fromEntries([...'abcdef'].map((key) => [key, ['x']])), '6 keys; SNS takes at most 5'],
  [
    'too many combinations',
    { a: Array.from({ length: 13 }, String), b: Array.from({ length: 12 }, String) },
    '156 combinations; SNS takes at most 150',
  ],
  ['an unknown operator', { a: [{ regex: 'x' }] }, 'operator regex'],
])('%s is refused', (_name, policy, problem) => {
  expect(() => readFilterPolicy(policy, 'MessageBody')).toThrow(problem);
});

test('$or needs the body for its scope', () => {
  expect(() => readFilterPolicy(CHANGED)).toThrow('FilterPolicy.$or needs FilterPolicyScope MessageBody');
});

const subscription = (Endpoint: string, more: object = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: 'Page' }, Endpoint, ...more },
});

test('a message goes once to each subscription that accepts it, and to topics of others', () => {
  const subscriptions = readSubscriptions({
    Resources: {
      Page: { Type: 'AWS::SNS::Topic' },
      All: subscription('all@b.example'),
      Again: subscription('all@b.example'),
      Changed: subscription('changed@b.example', {
        FilterPolicy: CHANGED,
        FilterPolicyScope: 'MessageBody',
      }),
    },
  });
  const to = (now: string, before: string) =>
    recipients(message(now, before), ['Page', 'arn:other'], subscriptions);
  expect(to('OK', 'INSUFFICIENT_DATA')).toEqual(['all@b.example', 'arn:other']);
  expect(to('ALARM', 'OK')).toEqual(['all@b.example', 'changed@b.example', 'arn:other']);
});

test('a refusal names the subscription', () => {
  const Resources = { Page: { Type: 'AWS::SNS::Topic' }, Bad: subscription('a', { FilterPolicy: CHANGED }) };
  expect(() => readSubscriptions({ Resources })).toThrow('Bad: FilterPolicy.$or');
});
