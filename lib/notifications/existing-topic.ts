import { Annotations, AspectPriority, Aspects, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type CfnAlias, CfnKey, type IAlias, type IKey, type Key } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, CfnTopicPolicy, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { ConfigError, formatValue } from '../config/config-error';
import { deployedProperties } from '../validation/deployed-properties';
import { alarmPlace, encryptStatement, publishStatement, readablePlace } from './alarm-statements';

/** What a key is where nothing is said (AWS KMS API Reference, CreateKey). */
const SYMMETRIC = 'SYMMETRIC_DEFAULT';
const ENCRYPTION = 'ENCRYPT_DECRYPT';

/** AWS's own key for SNS: its policy can't be changed, and doesn't name CloudWatch. */
const AWS_KEY = 'alias/aws/sns';

/**
 * The topic of an ARN that monitor.json names.
 * @param path where the ARN is written
 */
export function topicOfArn(scope: Construct, path: string, arn: string): ITopic {
  return Topic.fromTopicArn(scope, `Existing${path.includes('warn') ? 'WarnTopic' : 'PageTopic'}`, arn);
}

/**
 * Lets CloudWatch publish to a topic that was given. Policies of this app get the statements; for others, synthesis
 * warns and says what to add.
 *
 * @param path what the topic is called in messages
 * @throws ConfigError for a topic that alarms of this stack can never publish to
 */
export function admitAlarms(scope: Construct, path: string, topic: ITopic): void {
  refuse(scope, path, topic);
  const place = alarmPlace(scope);
  const { statementAdded } = topic.addToResourcePolicy(
    PolicyStatement.fromJson(publishStatement(topic.topicArn, place)),
  );
  if (!statementAdded) {
    const arn = Token.isUnresolved(topic.topicArn) ? 'TOPIC_ARN' : topic.topicArn;
    warn(scope, `policy-of-${path}`, [
      `The topic of "${path}" is not defined in this app, so its policy cannot be seen at synthesis. Without`,
      `this statement alarms go off and nobody hears: ${JSON.stringify(publishStatement(arn, readablePlace(scope)))}.`,
      'If it is encrypted, its key needs one too:',
      `${JSON.stringify(encryptStatement(readablePlace(scope)))}; ${AWS_KEY} cannot have it.`,
      'Try it: aws cloudwatch set-alarm-state --alarm-name NAME --state-value ALARM --state-reason test.',
    ]);
    return;
  }
  refuseOtherPolicies(scope, path, topic);
  if (topic.masterKey) {
    admitToKey(scope, path, topic.masterKey);
  }
  admitToKeyOfResource(scope, path, topic);
}

/**
 * The same for a key that is set on the topic's resource, past the construct library: `kmsMasterKeyId`, an override, or
 * an aspect of the app that encrypts every topic.
 */
export function admitToKeyOfResource(scope: Construct, path: string, topic: ITopic): void {
  const resource = topic.node.defaultChild;
  if (!CfnTopic.isCfnTopic(resource)) {
    return;
  }
  const visit = () => {
    const { KmsMasterKeyId: id } = deployedProperties(resource);
    if (isUnchanged(resource, id, topic.masterKey?.keyArn)) {
      return;
    }
    const key = id === undefined ? undefined : keyOfApp(resource, id);
    if (key) {
      admitToKey(scope, path, key);
    } else if (id === AWS_KEY) {
      throw ofAwsKey(scope, path);
    } else if (id !== undefined) {
      warnOfKey(scope, path);
    }
  };
  // After those that change something: aspects come to the monitor before its topics.
  Aspects.of(resource).add({ visit }, { priority: AspectPriority.READONLY });
}

/** Whether a value of a template is one that was given, and looked at, before. */
function isUnchanged(resource: CfnTopic, value: unknown, given: string | undefined): boolean {
  return given !== undefined && JSON.stringify(value) === JSON.stringify(Stack.of(resource).resolve(given));
}

/** The key, or alias, of the app that an identifier in the template stands for. */
function keyOfApp(topic: CfnTopic, id: unknown): IKey | undefined {
  const stack = Stack.of(topic);
  const textOf = (value: unknown) => JSON.stringify(stack.resolve(value));
  const namesOf = (key: IKey) => [
    key.keyArn,
    key.keyId,
    (key.node.defaultChild as CfnAlias | undefined)?.aliasName,
  ];
  const keys = topic.node.root.node
    .findAll()
    .filter((each): each is Key => 'keyArn' in each && 'addToResourcePolicy' in each);
  const isMeant = (key: IKey) =>
    namesOf(key).includes(topic.kmsMasterKeyId) ||
    (Stack.of(key) === stack && namesOf(key).some((name) => textOf(name) === textOf(id)));
  return keys.find((key) => isMeant(key));
}

/** SNS keeps one policy for a topic: of two in templates, the one that is deployed last is left. */
function refuseOtherPolicies(scope: Construct, path: string, topic: ITopic): void {
  scope.node.addValidation({
    validate: () => {
      const others = scope.node.root.node
        .findAll()
        .filter((each) => CfnTopicPolicy.isCfnTopicPolicy(each))
        .filter((each) => isPolicyOf(topic, each) && !each.node.scopes.includes(topic));
      return others.map(
        ({ node }) =>
          `The topic of "${path}" has a policy of its own, ${node.path}, and SNS keeps one: the statement by which ` +
          'CloudWatch may publish would be lost. Use topic.addToResourcePolicy() in place of a TopicPolicy.',
      );
    },
  });
}

/** Whether a policy names a topic: by its ARN, or in the topic's own stack by a reference. */
function isPolicyOf(topic: ITopic, policy: CfnTopicPolicy): boolean {
  const stack = Stack.of(topic);
  const textOf = (value: unknown) => JSON.stringify(stack.resolve(value));
  return (
    policy.topics.includes(topic.topicArn) ||
    (Stack.of(policy) === stack && policy.topics.some((each) => textOf(each) === textOf(topic.topicArn)))
  );
}

/**
 * Lets CloudWatch use a key that was given.
 * @param path what the key belongs to, in messages
 * @throws ConfigError for a key that CloudWatch or SNS can never use
 */
export function admitToKey(scope: Construct, path: string, key: IKey): void {
  if (isAwsKey(key)) {
    throw ofAwsKey(scope, path);
  }
  refuseAsymmetric(scope, path, key);
  const { region } = Stack.of(scope);
  if (isElsewhere(key.env.region, region)) {
    const expected = `a key of the region of the alarms, ${region}, because SNS takes no other`;
    throw new ConfigError(scope.node.path, [{ path, found: `a key in ${key.env.region}`, expected }]);
  }
  const statement = PolicyStatement.fromJson(encryptStatement(alarmPlace(scope)));
  if (!key.addToResourcePolicy(statement).statementAdded) {
    warnOfKey(scope, path);
  }
}

/** Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys": symmetric encryption keys only. */
function refuseAsymmetric(scope: Construct, path: string, key: IKey): void {
  const { aliasTargetKey = key } = key as Partial<IAlias>;
  const resource = aliasTargetKey.node.defaultChild;
  if (!CfnKey.isCfnKey(resource)) {
    return;
  }
  const { keySpec = SYMMETRIC, keyUsage = ENCRYPTION } = resource;
  const strange = Object.entries({ [SYMMETRIC]: keySpec, [ENCRYPTION]: keyUsage })
    .filter(([wanted, value]) => value !== wanted && !Token.isUnresolved(value))
    .map(([, value]) => value);
  if (strange.length > 0) {
    const how = path === 'encryptionKey' ? '' : 'encrypted with ';
    const found = `${how}${aliasTargetKey.node.path}, a key for ${strange.join(' and ')}`;
    const expected = `a key for ${SYMMETRIC} and ${ENCRYPTION}, because SNS takes no other`;
    throw new ConfigError(scope.node.path, [{ path, found, expected }]);
  }
}

function ofAwsKey(scope: Construct, path: string): ConfigError {
  const expected = 'a customer key: CloudWatch cannot use this one, and alarms would go off unheard';
  return new ConfigError(scope.node.path, [{ path, found: `encrypted with ${AWS_KEY}`, expected }]);
}

function warnOfKey(scope: Construct, path: string): void {
  warn(scope, `key-of-${path}`, [
    `The key of "${path}" is not defined in this app, so that its policy cannot be seen at synthesis. Without this`,
    `statement alarms go off and nobody hears: ${JSON.stringify(encryptStatement(readablePlace(scope)))}.`,
  ]);
}

function isAwsKey(key: IKey): boolean {
  return [key.keyId, key.keyArn].some((text) => !Token.isUnresolved(text) && text.endsWith(AWS_KEY));
}

function refuse(scope: Construct, path: string, topic: ITopic): void {
  const { region } = Stack.of(scope);
  const { topicArn, env, node } = topic;
  const found = Token.isUnresolved(topicArn) ? `${node.path} in ${env.region}` : formatValue(topicArn);
  if (isElsewhere(env.region, region)) {
    // CloudWatch would refuse the alarms at deployment.
    const expected = `a topic of the region of the alarms, ${region}`;
    throw new ConfigError(scope.node.path, [{ path, found, expected }]);
  }
  if (topic.fifo) {
    const expected = 'a standard topic, which is what mails, HTTPS endpoints and chats can subscribe to';
    throw new ConfigError(scope.node.path, [{ path, found: `${node.path}, a FIFO topic`, expected }]);
  }
}

/** Whether two regions are known, and differ. */
function isElsewhere(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}

function warn(scope: Construct, id: string, lines: readonly string[]): void {
  Annotations.of(scope).addWarningV2(`ntp-drift-monitor:${id}`, lines.join(' '));
}
