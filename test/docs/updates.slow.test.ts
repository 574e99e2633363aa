import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { expectGenerated } from '../../testkit/docs/generated-text';
import { CONFIGURATION_CHANGES, updateOf, updateTable } from '../../testkit/docs/update-table';
import { deploy, type Json, stackOf } from '../../testkit/stack/synthesise';

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const DOCUMENT = join(__dirname, '..', '..', 'docs', 'updates.md');

function update(what: string) {
  return updateOf(CONFIGURATION_CHANGES.find((change) => change.what.includes(what))!);
}

test('docs/updates.md lists what each change replaces', () => {
  expectGenerated(DOCUMENT, 'updates', updateTable());
});

test.each(['host', 'severity', 'limitMs', 'another address', 'maintenance'])(
  'a change of %s keeps every alarm, and so its state',
  (what) => {
    const { made, gone, replaced } = update(what);
    expect([made, gone, replaced].map(({ Alarm, CompositeAlarm }) => [Alarm, CompositeAlarm])).toEqual(
      Array(3).fill([undefined, undefined]),
    );
  },
);

test.each([
  ['a server less', 'made'],
  ['a server more', 'gone'],
] as const)('%s touches no alarm of another server', (what, untouched) => {
  expect(update(what)[untouched]).toEqual({});
  expect(update(what).replaced).toEqual({});
});

test("another schedule makes anew the two alarms whose warm-up depends on it, and no server's", () => {
  const { made, gone, replaced } = update('schedule');
  expect([made.Alarm, gone.Alarm, replaced.Alarm]).toEqual([2, 2, undefined]);
});

test.each(CONFIGURATION_CHANGES.map((change) => [change.what, change] as const))(
  'with %s, log, queues, topics, key and function stay',
  (_what, change) => {
    const { gone, replaced } = updateOf(change);
    for (const type of ['LogGroup', 'Queue', 'Topic', 'Key', 'Function', 'Role']) {
      expect([type, gone[type], replaced[type]]).toEqual([type, undefined, undefined]);
    }
  },
);

describe('cdk destroy leaves', () => {
  const kept = (template: Template) =>
    Object.values<Json>(template.toJSON().Resources)
      .filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete')
      .map(({ Type }) => Type);

  test('the log group, and nothing else', () => {
    expect(kept(Template.fromStack(stackOf()))).toEqual(['AWS::Logs::LogGroup']);
    expect(kept(deploy().template)).toEqual(['AWS::Logs::LogGroup']);
  });

  test('no name behind that the next deployment would need: the log group is named by CloudFormation', () => {
    const [group] = Object.values<Json>(Template.fromStack(stackOf()).findResources('AWS::Logs::LogGroup'));
    expect(group.Properties).not.toHaveProperty('LogGroupName');
  });
});

test('a renamed monitor stays in its stack where the stack is named', () => {
  expect(stackOf({ name: 'other', stackName: 'NtpDrift-test' }).config.stackName).toBe('NtpDrift-test');
  expect(stackOf({ name: 'other' }).config.stackName).toBe('NtpDrift-other');
});
