import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  LambdaAction,
  type LambdaActionProps,
  OpsItemSeverity,
  SsmAction,
} from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import { alarmsByName, CODE, deploy, newApp, SERVERS } from '../../../testkit/stack/synthesise';

test('further actions are taken by the alarms of their severity, and of no other', () => {
  const { template } = deploy({
    pageActions: [new SsmAction(OpsItemSeverity.CRITICAL)],
    warnActions: [new SsmAction(OpsItemSeverity.LOW)],
  });
  const actions = (name: string) => JSON.stringify(alarmsByName(template)[name].AlarmActions);
  expect(actions('test not watching')).toMatch(/opsitem:1/);
  expect(actions('test not watching')).not.toMatch(/opsitem:4/);
  expect(actions('test runs lost')).toMatch(/opsitem:4/);
  expect(alarmsByName(template)['test failing'].AlarmActions).toBeUndefined();
});

test('an action that cannot be shared by two monitors is refused, with the way that can', () => {
  const actionOf = (stack: Stack, props: LambdaActionProps) =>
    new LambdaAction(
      new LambdaFunction(stack, 'Theirs', {
        code: CODE,
        handler: 'index.handler',
        runtime: Runtime.NODEJS_22_X,
      }),
      props,
    );
  const two = (props: LambdaActionProps) => {
    const stack = new Stack(newApp(), 'Test');
    const pageActions = [actionOf(stack, props)];
    for (const monitorName of ['one', 'two']) {
      new NtpDriftMonitor(stack, monitorName, { monitorName, servers: SERVERS, code: CODE, pageActions });
    }
    return Template.fromStack(stack);
  };
  expect(() => two({})).toThrow(
    /pageActions\[0\] is refused by the CDK: [^$]+; expected an action that many alarms can have, such as a LambdaAction with "useUniquePermissionId"/,
  );
  expect(() => two({ useUniquePermissionId: true })).not.toThrow();
});
