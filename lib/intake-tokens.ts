import { createHash } from 'node:crypto';
import { Lazy, Token } from 'aws-cdk-lib';
import { MIN_VOTERS } from '../lambda/monitor/defaults';
import {
  ADDRESS_PATH,
  foundLater,
  isDynamicReference,
  KNOWN_LATER,
  LOOKED_UP,
  looksKnownLater,
  secureParameterProblem,
} from './config/checks/known-later';
import { ConfigError, formatPath, type Problem } from './config/config-error';
import type { Channels, NotifyConfig } from './config/resolved-config';

/**
 * Values that are known only at deployment (the CDK's tokens) may stand where nothing has to be inspected: addresses,
 * endpoints and topics. While the configuration is checked, a text of the right form stands for each.
 */
export class Tokens {
  private readonly standIns = new Map<string, string>();
  private readonly lookUps: string[] = [];
  private serverNames: readonly unknown[] = [];

  /** @param source what to call the input in messages */
  constructor(private readonly source: string) {}

  /**
   * @param input as monitor.json has it
   * @returns the same, without tokens
   * @throws ConfigError for a token where a value must be literal
   */
  hide({ servers, ...input }: Readonly<Record<string, unknown>>): unknown {
    const problems: Problem[] = [];
    const listed = Array.isArray(servers) ? servers : [];
    this.serverNames = listed.map((each) => (typeof each === 'string' ? each : (each?.name ?? each?.host)));
    const isOneLookedUp = listed.length < MIN_VOTERS && this.serverNames.some(isLookedUp);
    // A list that is looked up is a single text in the first synthesis.
    const all = isOneLookedUp ? [...listed, ...STANDING_IN.slice(listed.length)] : servers;
    const hidden = this.walk({ ...input, servers: all }, [], problems);
    if (problems.length > 0) {
      throw new ConfigError(this.source, problems);
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
    if (isLookedUp(value)) {
      return this.lookedUpStandIn(value, formatPath(path));
    }
    if (isKnownLater(value)) {
      return this.standIn(value, formatPath(path), problems);
    }
    if (Array.isArray(value)) {
      return value.map((each, i) => this.walk(each, [...path, i], problems));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => {
          if (isKnownLater(key)) {
            const found = `an object with a key that is ${KNOWN_LATER}`;
            problems.push({ path: formatPath(path), found, expected: LITERAL });
          }
          return [key, this.walk(each, [...path, key], problems)];
        }),
      );
    }
    return value;
  }

  /**
   * What stands for a text of which the CLI looks up a part. Were it refused, there would be no second synthesis with
   * the value, which is then held against every rule.
   */
  private lookedUpStandIn(value: string, path: string): unknown {
    if (ADDRESS_PATH.test(path)) {
      return this.addressStandIn(value, path);
    }
    const [isName, index = 0] = NAMED.exec(path) ?? [];
    if (isName && !this.serverNames.includes(value)) {
      return this.serverNames[Number(index)];
    }
    if (isName || FREE_TEXT.test(path)) {
      const scheme = path === 'runbook' && value.startsWith(LOOKED_UP) ? 'https://' : '';
      return scheme + value.replaceAll(LOOKED_UP_TEXT, (text) => this.lookedUp(text));
    }
    const digits = createHash('sha256')
      .update(this.source)
      .update(value)
      .digest('hex')
      .slice(0, STAND_IN_DIGITS);
    return REQUIRED.find(({ at }) => at.test(path))?.make(digits);
  }

  /** A short name: parameters' own are too long for a label of a host. One parameter has one, by which it is found. */
  private lookedUp(text: string): string {
    if (!this.lookUps.includes(text)) {
      this.lookUps.push(text);
    }
    return `looked-up-${this.lookUps.indexOf(text)}`;
  }

  private standIn(value: unknown, path: string, problems: Problem[]): unknown {
    if (typeof value !== 'string' || !ADDRESS_PATH.test(path)) {
      problems.push({ path, found: foundLater(value), expected: LITERAL });
      return value;
    }
    problems.push(...secureParameterProblem(path, isDynamicReference(value) ? value : ''));
    return this.addressStandIn(value, path);
  }

  private addressStandIn(value: string, path: string): string {
    const text = ADDRESS_STAND_INS.find(({ at }) => at.test(path))!.make(this.standIns.size);
    // What isn't a token is taken literally, and ids of constructs are made of it: of a number's they would change.
    const isStable = Token.isUnresolved(value) || (isDynamicReference(value) && !value.startsWith('{{'));
    this.standIns.set(text, isStable ? value : Lazy.string({ produce: () => value }));
    return text;
  }
}

const LOOKED_UP_TEXT = new RegExp(`${LOOKED_UP}[\\w./-]*`, 'g');

/** What is expected where a value is known only at deployment. */
export const LITERAL =
  'a literal value, because it is checked at synthesis and becomes part of names, of inputs, of the price or of the ' +
  'number of resources; use CDK context or an environment variable for what differs between deployments';

/** Whether only deployment knows a value, or the value that it was computed of. */
export function isKnownLater(value: unknown): boolean {
  return Token.isUnresolved(value) || looksKnownLater(value);
}

function isLookedUp(value: unknown): value is string {
  return typeof value === 'string' && value.includes(LOOKED_UP);
}

/** What stands for an address. */
const ADDRESS_STAND_INS: readonly { at: RegExp; make: (number: number) => string }[] = [
  { at: /email/, make: (number) => `token-${number}@token.invalid` },
  { at: /https/, make: (number) => `https://token-${number}.invalid/` },
  { at: /topicArn/, make: (number) => `arn:aws:sns:us-east-1:000000000000:token-${number}` },
];

/** Texts that are shown as they are: the part that is looked up has a name in them. */
const FREE_TEXT = /^(name|runbook|servers\[\d+\](\.host|\.name)?)$/;

/** Where a server is named. */
const NAMED = /^(?:reference\.server|maintenance\[\d+\]\.servers\[(\d+)\])$/;

/** Servers in place of those that are looked up. */
const STANDING_IN = Array.from({ length: MIN_VOTERS }, (_, i) => ({ host: `looked-up-${i}.invalid` }));

const STAND_IN_DIGITS = 12;

/** What stands for texts that can't be left out; of all others the default does. */
const REQUIRED: readonly { at: RegExp; make: (hexDigits: string) => unknown }[] = [
  { at: /^reference$/, make: () => 'clock' },
  { at: /\.slack\.\w+Id$/, make: (digits) => `C${digits.toUpperCase()}` },
  { at: /\.teams\.(tenantId|teamId)$/, make: (digits) => `00000000-0000-4000-8000-${digits}` },
  { at: /\.teams\.channelId$/, make: (digits) => `19%3a${digits}%40thread.tacv2` },
  { at: /^maintenance\[\d+\]\.cron$/, make: () => '0 0 * * SUN' },
  { at: /^maintenance\[\d+\]\.at$/, make: () => '2000-01-01T00:00' },
  { at: /^maintenance\[\d+\]\.minutes$/, make: () => 1 },
];
