import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { secureParameterProblem } from '../config/checks/known-later';
import type { Channels, NotifyConfig } from '../config/resolved-config';

/**
 * Addresses that are taken from a secure parameter, which CloudFormation would refuse. To be asked at synthesis: a lazy
 * text that is resolved before is fixed.
 * @returns a sentence for each
 */
export function secureParameterErrors(scope: Construct, { warn, ...channels }: NotifyConfig): string[] {
  const addressesOf = ({ email, https, topicArn }: Channels, path: string): [string, string][] => [
    ...email.map((text, i): [string, string] => [`${path}.email[${i}]`, text]),
    ...https.map((text, i): [string, string] => [`${path}.https[${i}]`, text]),
    ...(topicArn === undefined ? [] : [[`${path}.topicArn`, topicArn] as [string, string]]),
  ];
  return [...addressesOf(channels, 'notify'), ...(warn ? addressesOf(warn, 'notify.warn') : [])]
    .flatMap(([path, text]) => secureParameterProblem(path, Stack.of(scope).resolve(text)))
    .map(({ path, found, expected }) => `${path} is ${found}; expected ${expected}.`);
}
