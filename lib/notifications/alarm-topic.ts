import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { MAX_DISPLAY_NAME_LENGTH } from '../config/aws-quotas';
import { shortened } from '../config/names';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/**
 * An encrypted topic that CloudWatch alarms can really publish to. That takes two grants, and without either
 * alarms go off and nobody hears: the key's (AWS's own key for SNS can't have it) and the topic's (TLS
 * enforcement replaces the policy that would let the account in).
 *
 * @param kind what its display name says after the monitor's name
 * @param key of `createKey`
 */
export function createTopic(
  scope: Construct,
  id: string,
  { monitorName, kind, key }: { monitorName: string; kind: string; key: IKey },
): Topic {
  const start = 'NTP drift monitor ';
  const room = MAX_DISPLAY_NAME_LENGTH - start.length - kind.length;
  const displayName = `${start}${shortened(monitorName, room)}${kind}`;
  const topic = new Topic(scope, id, { displayName, masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsPublish',
      principals: [new ServicePrincipal(CLOUDWATCH)],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(scope).account },
        ArnLike: {
          'aws:SourceArn': Stack.of(scope).formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  return topic;
}

/** A key that CloudWatch can use. It goes with the stack: nothing is stored under it. */
export function createKey(scope: Construct, monitorName: string): Key {
  const key = new Key(scope, 'TopicKey', {
    description: `Encrypts the alarms of the NTP drift monitor ${monitorName}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsEncrypt',
      principals: [new ServicePrincipal(CLOUDWATCH)],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return key;
}
