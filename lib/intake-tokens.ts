import { Lazy, Token } from 'aws-cdk-lib';
import { ConfigError, formatPath, type Problem } from './config/config-error';
import type { Channels, NotifyConfig } from './config/resolved-config';

/**
 * Values that are known only at deployment (the CDK's tokens) may stand where nothing has to be inspected: addresses,
 * endpoints and topics. While the configuration is checked, a text of the right form stands for each.
 */
export class Tokens {
  private readonly standIns = new Map<string, string>();
  private readonly lookUps: string[] = [];

  /**
   * @param input as monitor.json has it
   * @param source what to call it in messages
   * @returns the same, without tokens
   * @throws ConfigError for a token where a value must be literal
   */
  hide(input: unknown, source: string): unknown {
    const problems: Problem[] = [];
    const hidden = this.walk(input, [], problems);
    if (problems.length > 0) {
      throw new ConfigError(source, problems);
    }
    return hidden;
  }

  /** @returns the channels with their tokens in place again */
  restore(notify: NotifyConfig): NotifyConfig {
    const { warn } = notify;
    return { ...this.restoreChannels(notify), ...(warn && { warn: this.restoreChannels(warn) }) };
  }

  private restoreChannels({ email, https, topicArn, ...chats }: Channels): Channels {
    const original = (text: string) => this.standIns.get(text) ?? text;
    return {
      ...chats,
      email: email.map(original),
      https: https.map(original),
      ...(topicArn !== undefined && { topicArn: original(topicArn) }),
    };
  }

  private walk(value: unknown, path: readonly PropertyKey[], problems: Problem[]): unknown {
    if (isKnownLater(value) || isLookedUp(value)) {
      return this.standIn(value, path, problems);
    }
    if (Array.isArray(value)) {
      return value.map((each, i) => this.walk(each, [...path, i], problems));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, this.walk(each, [...path, key], problems)]),
      );
    }
    return value;
  }

  /** A short name: parameters' own are too long for a label of a host. One parameter has one, by which it is found. */
  private lookedUp(text: string): string {
    if (!this.lookUps.includes(text)) {
      this.lookUps.push(text);
    }
    return `looked-up-${this.lookUps.indexOf(text)}`;
  }

  private standIn(value: unknown, path: readonly PropertyKey[], problems: Problem[]): unknown {
    const make = STAND_INS.find(({ at }) => at.test(formatPath(path)))?.make;
    if (make === undefined && isLookedUp(value)) {
      const scheme = path[0] === 'runbook' && value.startsWith(LOOKED_UP) ? 'https://' : '';
      return scheme + value.replaceAll(LOOKED_UP_TEXT, (text) => this.lookedUp(text));
    }
    if (make === undefined || typeof value !== 'string') {
      problems.push({ path: formatPath(path), found: KNOWN_LATER, expected: LITERAL });
      return value;
    }
    const text = make(this.standIns.size);
    // Ids of constructs are made of what isn't a token: these would change with unrelated code.
    this.standIns.set(text, Token.isUnresolved(value) ? value : Lazy.string({ produce: () => value }));
    return text;
  }
}

/** What stands for a parameter in the first synthesis: this, and the parameter's name. */
const LOOKED_UP = 'dummy-value-for-';
const LOOKED_UP_TEXT = /dummy-value-for-[\w./-]*/g;

/** What is found where a value must be literal. */
export const KNOWN_LATER = 'known only at deployment';

/** What is expected there. */
export const LITERAL =
  'a literal value, because it is checked at synthesis and becomes part of names, of inputs, of the price or of the ' +
  'number of resources; use CDK context or an environment variable for what differs between deployments';

/** Numbers that are known only at deployment are about -1.9e289 to the CDK. No number that is meant is as large. */
const MAX_MEANT_NUMBER = 1e200;
const NUMBER_TOKEN = /-\d(\.\d+)?e\+2\d\d/;

/** Whether only deployment knows a value, or the value that it was computed of. */
export function isKnownLater(value: unknown): boolean {
  return (
    Token.isUnresolved(value) ||
    (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) > MAX_MEANT_NUMBER) ||
    (typeof value === 'string' && NUMBER_TOKEN.test(value))
  );
}

/**
 * Whether a text stands for a parameter that the CLI is going to look up (`StringParameter.valueFromLookup`). Were it
 * refused, there would be no second synthesis with the value.
 */
function isLookedUp(value: unknown): value is string {
  return typeof value === 'string' && value.includes(LOOKED_UP);
}

/** Where tokens may stand, and what stands for one of them. */
const STAND_INS: readonly { at: RegExp; make: (number: number) => string }[] = [
  { at: /^notify\.(warn\.)?email\[\d+\]$/, make: (number) => `token-${number}@token.invalid` },
  { at: /^notify\.(warn\.)?https\[\d+\]$/, make: (number) => `https://token-${number}.invalid/` },
  {
    at: /^notify\.(warn\.)?topicArn$/,
    make: (number) => `arn:aws:sns:us-east-1:000000000000:token-${number}`,
  },
];
