import { Aspects, type IAspect, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { type CfnKey, type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import { CODE, type Json, newApp, resources, SERVERS } from '../../../testkit/stack/synthesise';

const ENV = { account: '111122223333', region: 'eu-west-1' };

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

/** A stack with a topic whose resource is changed, before or after a monitor gets it. */
function stackWith(
  change: (topic: CfnTopic, stack: Stack) => void,
  when: 'before' | 'after' = 'before',
): Stack {
  const stack = new Stack(newApp(), 'Test', { env: ENV });
  const topic = new Topic(stack, 'Topic');
  const resource = topic.node.defaultChild as CfnTopic;
  if (when === 'before') {
    change(resource, stack);
  }
  new NtpDriftMonitor(stack, 'Monitor', { monitorName: 'test', servers: SERVERS, topic, code: CODE });
  if (when === 'after') {
    change(resource, stack);
  }
  return stack;
}

const statementsOf = (template: Template) =>
  Object.values(resources(template, 'AWS::KMS::Key')).flatMap(({ KeyPolicy }) =>
    KeyPolicy.Statement.filter(({ Principal }: Json) => Principal.Service === 'cloudwatch.amazonaws.com'),
  );

describe.each(['before', 'after'] as const)(
  'a key that is set on the resource of a topic %s it is given',
  (when) => {
    test.each<[what: string, change: (topic: CfnTopic, stack: Stack) => void]>([
      ['by its ARN', (topic, stack) => setKey(topic, new Key(stack, 'Key').keyArn)],
      ['by its id', (topic, stack) => setKey(topic, new Key(stack, 'Key').keyId)],
      [
        'by a reference',
        (topic, stack) => setKey(topic, (new Key(stack, 'Key').node.defaultChild as CfnKey).ref),
      ],
      ['by an alias', (topic, stack) => setKey(topic, new Key(stack, 'Key').addAlias('alias/x').aliasName)],
      [
        'by the name of an alias',
        (topic, stack) => {
          new Key(stack, 'Key').addAlias('alias/x');
          setKey(topic, 'alias/x');
        },
      ],
      [
        'by an override',
        (topic, stack) => topic.addPropertyOverride('KmsMasterKeyId', new Key(stack, 'Key').keyArn),
      ],
      [
        'of another stack',
        (topic, stack) =>
          setKey(topic, new Key(new Stack(stack.node.scope!, 'Keys', { env: ENV }), 'Key').keyArn),
      ],
    ])('lets CloudWatch encrypt: %s', (_what, change) => {
      const stack = stackWith(change, when);
      const keys = stack.node.root.node.tryFindChild('Keys') as Stack | undefined;
      expect(statementsOf(Template.fromStack(keys ?? stack))).toHaveLength(1);
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('key of "topic"'));
    });

    test("is refused if it is AWS's own, which CloudWatch can't use", () => {
      const stack = stackWith((topic) => setKey(topic, 'alias/aws/sns'), when);
      expect(() => Template.fromStack(stack)).toThrow(
        'topic is encrypted with alias/aws/sns; expected a customer key: CloudWatch cannot use this one',
      );
    });

    test('is warned about with the statement to add if it is of another app', () => {
      const stack = stackWith((topic) => setKey(topic, 'alias/theirs'), when);
      Annotations.fromStack(stack).hasWarning(
        '*',
        Match.stringLikeRegexp('The key of "topic" is not defined in this app.*kms:GenerateDataKey'),
      );
    });
  },
);

test('an imported key of the monitor is warned about once, and one of the app gets the statement once', () => {
  const said = (key: (stack: Stack) => IKey) => {
    const stack = new Stack(newApp(), 'Test', { env: ENV });
    const encryptionKey = key(stack);
    new NtpDriftMonitor(stack, 'Monitor', {
      monitorName: 'test',
      servers: SERVERS,
      code: CODE,
      encryptionKey,
    });
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('^The key of'));
    return { warnings: warnings.length, statements: statementsOf(Template.fromStack(stack)).length };
  };
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-1111-1111-1111-111111111111';
  expect(said((stack) => Key.fromKeyArn(stack, 'Key', arn) as IKey)).toEqual({ warnings: 1, statements: 0 });
  expect(said((stack) => new Key(stack, 'Key') as IKey)).toEqual({ warnings: 0, statements: 1 });
});

test('the key that a monitor makes has the statement once', () => {
  const stack = new Stack(newApp(), 'Test', { env: ENV });
  new NtpDriftMonitor(stack, 'Monitor', { monitorName: 'test', servers: SERVERS, code: CODE });
  expect(statementsOf(Template.fromStack(stack))).toHaveLength(1);
});

test("an aspect that encrypts every topic with AWS's own key is refused by the monitor's topic", () => {
  const stack = new Stack(newApp(), 'Test', { env: ENV });
  new NtpDriftMonitor(stack, 'Monitor', { monitorName: 'test', servers: SERVERS, code: CODE });
  const encrypt: IAspect = {
    visit: (node) => {
      if (CfnTopic.isCfnTopic(node)) {
        node.kmsMasterKeyId = 'alias/aws/sns';
      }
    },
  };
  Aspects.of(stack).add(encrypt);
  expect(() => Template.fromStack(stack)).toThrow('Test/Monitor/Topic is encrypted with alias/aws/sns');
});

function setKey(topic: CfnTopic, id: string): void {
  topic.kmsMasterKeyId = id;
}

describe('a key of the app that SNS takes for no topic', () => {
  const sign = (stack: Stack) =>
    new Key(stack, 'Key', { keySpec: KeySpec.RSA_2048, keyUsage: KeyUsage.SIGN_VERIFY });

  test.each<[path: string, found: string, props: (stack: Stack) => object]>([
    [
      'encryptionKey',
      'Test/Key, a key for RSA_2048 and SIGN_VERIFY',
      (stack) => ({ encryptionKey: sign(stack) }),
    ],
    [
      'encryptionKey',
      'Test/Key, a key for HMAC_256 and GENERATE_VERIFY_MAC',
      (stack) => ({
        encryptionKey: new Key(stack, 'Key', {
          keySpec: KeySpec.HMAC_256,
          keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
        }).addAlias('alarms'),
      }),
    ],
    [
      'encryptionKey',
      'Test/Key, a key for RSA_2048',
      (stack) => ({ encryptionKey: new Key(stack, 'Key', { keySpec: KeySpec.RSA_2048 }) }),
    ],
    [
      'topic',
      'encrypted with Test/Key, a key for RSA_2048 and SIGN_VERIFY',
      (stack) => ({ topic: new Topic(stack, 'Topic', { masterKey: sign(stack) as IKey }) }),
    ],
  ])('is refused as %s: %s', (path, found, props) => {
    const stack = new Stack(newApp(), 'Test', { env: ENV });
    const make = () =>
      new NtpDriftMonitor(stack, 'Monitor', {
        monitorName: 'test',
        servers: SERVERS,
        code: CODE,
        ...props(stack),
      });
    expect(make).toThrow(
      `${path} is ${found}; expected a key for SYMMETRIC_DEFAULT and ENCRYPT_DECRYPT, because SNS takes no other.`,
    );
  });

  test('is refused where an aspect sets it, too', () => {
    const stack = stackWith((topic) => {
      topic.kmsMasterKeyId = sign(Stack.of(topic)).keyArn;
    });
    expect(() => Template.fromStack(stack)).toThrow('a key for RSA_2048 and SIGN_VERIFY; expected a key for');
  });
});
