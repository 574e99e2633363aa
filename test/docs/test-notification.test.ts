import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsServices } from '../../lab/aws/aws-services';
import { FOUR } from '../../lab/scenarios/scenario';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { simulate } from '../../testkit/alarms/simulate';
import { deployed } from '../../testkit/scenarios/deployed';
import { dataOf } from '../../testkit/scenarios/scenario-data';
import { alarmsByName, stackOf } from '../../testkit/stack/synthesise';

const ROOT = join(__dirname, '..', '..');
const NOON = Date.UTC(2026, 10, 22, 12);

test.each(['README.md', 'docs/runbook.md'])(
  'The command in %s puts an alarm of the shipped monitor.json into ALARM, and that mails',
  (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const name =
      /aws cloudwatch set-alarm-state --alarm-name "([^"]+)" --state-value ALARM --state-reason/.exec(
        text,
      )?.[1];
    const monitor = JSON.parse(readFileSync(join(ROOT, 'monitor.json'), 'utf8'));
    expect(
      alarmsByName(Template.fromStack(stackOf({ ...monitor, notify: { email: ['oncall@example.com'] } })))[
        name!
      ],
    ).toMatchObject({
      AlarmActions: [expect.anything()],
      OKActions: [expect.anything()],
    });
  },
);

test('An alarm that was put into ALARM by hand is well again at the next evaluation, which is told', () => {
  const monitor = deployed(FOUR, 1);
  const { alarms, template } = monitor;
  const services = new AwsServices(template, alarms);
  const data = dataOf([{ runs: 30 }], {
    deployedAt: () => monitor,
    services,
    startMs: NOON,
    periodMs: monitor.periodMs,
  });
  const byHandMs = NOON + 20 * MINUTE_MS;
  const { notifications } = simulate({
    ...{ alarms, data, initialState: 'ALARM' as const },
    ...{ startMs: byHandMs, endMs: byHandMs + 2 * MINUTE_MS },
  });
  expect(notifications.find(({ alarm }) => alarm === 'test outside alfa')).toMatchObject({
    to: 'OK',
    sentMs: byHandMs + MINUTE_MS,
  });
});
