import { PhysicalName, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { MAX_DISPLAY_NAME_LENGTH } from '../config/aws-quotas';
import { shortened } from '../config/names';
import { alarmPlace, encryptStatement, publishStatement } from './alarm-statements';

/**
 * An encrypted topic that CloudWatch alarms can really publish to. That takes two grants, and without either
 * alarms go off and nobody hears: the key's (AWS's own key for SNS can't have it) and the topic's (TLS
 * enforcement replaces the policy that would let the account in).
 *
 * @param kind what its display name says after the monitor's name
 * @param key one that CloudWatch can use
 */
export function createTopic(
  scope: Construct,
  id: string,
  { monitorName, kind, key }: { monitorName: string; kind: string; key: IKey },
): Topic {
  const start = 'NTP drift monitor ';
  const room = MAX_DISPLAY_NAME_LENGTH - start.length - kind.length;
  const displayName = `${start}${shortened(monitorName, room)}${kind}`;
  // A name for what is shown in a chat channel that another region's stack configures, and for no other.
  const topicName = PhysicalName.GENERATE_IF_NEEDED;
  const topic = new Topic(scope, id, { topicName, displayName, masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(
    PolicyStatement.fromJson({
      Sid: 'AlarmsPublish',
      ...publishStatement(topic.topicArn, alarmPlace(scope)),
    }),
  );
  return topic;
}

/** A key that CloudWatch can use. Nothing is stored under it, so that it can go with the stack. */
export function createKey(scope: Construct, monitorName: string, removalPolicy: RemovalPolicy): Key {
  const key = new Key(scope, 'TopicKey', {
    description: `Encrypts the alarms of the NTP drift monitor ${monitorName}`,
    enableKeyRotation: true,
    removalPolicy,
  });
  key.addToResourcePolicy(
    PolicyStatement.fromJson({ Sid: 'AlarmsEncrypt', ...encryptStatement(alarmPlace(scope)) }),
  );
  return key;
}
