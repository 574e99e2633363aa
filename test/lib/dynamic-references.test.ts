import { SecretValue, Stack } from 'aws-cdk-lib';
import type { NtpDriftMonitorProps } from '../../lib/ntp-drift-monitor-props';
import { deploy, newApp, refusal, resources, SERVERS } from '../../testkit/stack/synthesise';

const PLAIN = '{{resolve:ssm:/x}}';
const SECURE = '{{resolve:ssm-secure:/x:1}}';

type Props = Partial<NtpDriftMonitorProps>;

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

function sentenceOn(props: Props): string {
  try {
    deploy(props, new Stack(newApp(), 'Test'));
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a reference that CloudFormation resolves is refused where a value must be literal:', () => {
  test.each<[path: string, props: Props]>([
    ['name', { monitorName: PLAIN }],
    ['servers[0].name', { servers: [{ host: 'x.example', name: PLAIN }, ...SERVERS] }],
    ['servers[0].host', { servers: [{ host: PLAIN }, ...SERVERS] }],
    ['notify.slack.channelId', { notify: { slack: { workspaceId: 'T0123ABCD', channelId: PLAIN } } }],
    ['maintenance[0].cron', { maintenance: [{ cron: PLAIN, minutes: 5 }] }],
    ['runbook', { runbook: `https://wiki.example/${PLAIN}` }],
  ])('%s', (path, props) => {
    const { monitorName: name = 'test', ...others } = props;
    for (const sentence of [sentenceOn(props), refusal({ name, servers: SERVERS, ...others })]) {
      expect(sentence).toMatch(/has a problem:\n.*$/);
      expect(sentence).toContain(`  ${path} is "`);
      expect(sentence).toContain(`${PLAIN}", which is known only at deployment; expected a literal value`);
    }
  });
});

test('a reference that CloudFormation resolves passes as an address, or as a part of one', () => {
  const https = [`https://a.example/${PLAIN}`, '{{resolve:secretsmanager:pager}}'];
  const { template } = deploy({ notify: { email: [PLAIN], https, warn: { topicArn: PLAIN } } });
  const endpoints = Object.values(resources(template, 'AWS::SNS::Subscription')).map(
    ({ Endpoint }) => Endpoint,
  );
  expect(new Set(endpoints)).toEqual(new Set([PLAIN, ...https]));
});

describe('an address in a secure parameter is refused, because CloudFormation resolves none:', () => {
  const secure = SecretValue.ssmSecure('/x', '1').unsafeUnwrap();
  const expected =
    'expected a secret of Secrets Manager or a parameter that is a plain text: CloudFormation resolves no secure ' +
    'parameter here.';

  test.each<[what: string, path: string, notify: NonNullable<Props['notify']>, found: string]>([
    ['a value', 'notify.https[0]', { https: [secure] }, SECURE],
    [
      'a part',
      'notify.https[1]',
      { https: ['https://b.example', `https://a/${secure}`] },
      `https://a/${SECURE}`,
    ],
    ['a mail', 'notify.email[0]', { email: [secure] }, SECURE],
    ['a topic of warnings', 'notify.warn.topicArn', { warn: { topicArn: secure } }, SECURE],
    ['a text', 'notify.warn.https[0]', { warn: { https: [`https://a/${SECURE}`] } }, `https://a/${SECURE}`],
  ])('%s', (_what, path, notify, found) => {
    expect(sentenceOn({ notify })).toContain(`${path} is "${found}"; ${expected}`);
  });

  test('in monitor.json', () => {
    const notify = { https: [`https://a.example/${SECURE}`] };
    expect(refusal({ name: 'test', servers: SERVERS, notify })).toContain(
      `notify.https[0] is "https://a.example/${SECURE}"; ${expected}`,
    );
  });
});
