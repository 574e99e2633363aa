import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** Where the alarms are. */
export interface AlarmPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** The place of a stack's alarms, whose values may be known only at deployment. */
export function alarmPlace(scope: Construct): AlarmPlace {
  const { partition, region, account } = Stack.of(scope);
  return { partition, region, account };
}

/** The same for people to read: words stand for what is known only at deployment. */
export function readablePlace(scope: Construct): AlarmPlace {
  const { partition, region, account } = alarmPlace(scope);
  const known = (value: string, word: string) => (Token.isUnresolved(value) ? word : value);
  return {
    partition: known(partition, 'aws'),
    region: known(region, 'REGION'),
    account: known(account, 'ACCOUNT'),
  };
}

/**
 * The statement of a topic's policy without which alarms of one account and region go off and nobody hears.
 * Source: Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms", permissions of Amazon SNS topics.
 */
export function publishStatement(topicArn: string, { partition, region, account }: AlarmPlace) {
  return {
    Effect: 'Allow',
    Principal: { Service: CLOUDWATCH },
    Action: 'sns:Publish',
    Resource: topicArn,
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
    },
  };
}

/**
 * The statement of a key's policy without which CloudWatch can't publish to a topic that the key encrypts.
 * Source: Amazon SNS Developer Guide, "Enable compatibility between event sources from AWS services and encrypted
 * topics".
 */
export function encryptStatement({ account }: Pick<AlarmPlace, 'account'>) {
  return {
    Effect: 'Allow',
    Principal: { Service: CLOUDWATCH },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
}
