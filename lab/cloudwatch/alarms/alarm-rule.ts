import type { AlarmState } from './alarm-state';

/** The rule of a composite alarm, parsed. It is in ALARM while the rule holds, else in OK. */
export type Rule =
  | { kind: 'state'; state: AlarmState; alarm: string }
  | { kind: 'not'; rule: Rule }
  | { kind: 'and' | 'or'; rules: readonly Rule[] };

/** Source: API reference, PutCompositeAlarm, AlarmRule. @internal */
export const RULE_LIMITS = { alarms: 100, length: 10_240 } as const;

const ALARM_STATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies AlarmState[];

/**
 * Reads an AlarmRule, of which our templates need states, NOT, AND, OR and brackets. Alarms are named, with or without quotes, or given by ARN; an ARN's name is what counts.
 *
 * NOT binds tightest. AWS doesn't say which of AND and OR binds tighter, so a mix of them without parentheses
 * is refused.
 *
 * Source: CloudWatch User Guide, "Composite alarms".
 * @throws Error with the place where the rule can't be read
 */
export function parseRule(text: string): Rule {
  if (text.length > RULE_LIMITS.length) {
    throw new Error(
      `An alarm rule has at most ${RULE_LIMITS.length} characters; this one has ${text.length}.`,
    );
  }
  const parser = new Parser(text);
  const rule = parser.expression();
  parser.end();
  const alarms = alarmsNamedIn(rule).length;
  if (alarms > RULE_LIMITS.alarms) {
    throw new Error(`An alarm rule names at most ${RULE_LIMITS.alarms} alarms; this one names ${alarms}.`);
  }
  return rule;
}

/** The alarms that a rule names, each once. */
export function alarmsNamedIn(rule: Rule): string[] {
  const named = (part: Rule): readonly string[] => {
    switch (part.kind) {
      case 'state':
        return [part.alarm];
      case 'not':
        return named(part.rule);
      default:
        return part.rules.flatMap(named);
    }
  };
  return [...new Set(named(rule))];
}

/** @param stateOf the state of each alarm that the rule names */
export function ruleHolds(rule: Rule, stateOf: (alarm: string) => AlarmState): boolean {
  switch (rule.kind) {
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'not':
      return !ruleHolds(rule.rule, stateOf);
    case 'and':
      return rule.rules.every((part) => ruleHolds(part, stateOf));
    case 'or':
      return rule.rules.some((part) => ruleHolds(part, stateOf));
  }
}

interface Token {
  text: string;
  /** The characters before it. */
  at: number;
}

class Parser {
  private readonly tokens: Token[];
  private next = 0;

  constructor(private readonly text: string) {
    // A quoted name with backslash escapes, a bracket, a comma, or a run of anything else.
    this.tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[(),]|[^\s(),"]+|"/g)].map((match) => ({
      text: match[0],
      at: match.index,
    }));
  }

  /** unary, or unaries joined by AND, or unaries joined by OR */
  expression(): Rule {
    const rules = [this.unary()];
    const joint = this.peek();
    if (joint !== 'AND' && joint !== 'OR') {
      return rules[0]!;
    }
    while (this.peek() === joint) {
      this.take();
      rules.push(this.unary());
    }
    if (this.peek() === 'AND' || this.peek() === 'OR') {
      this.fail('parentheses around the ANDs or around the ORs (AWS leaves open which bind tighter)');
    }
    return { kind: joint === 'AND' ? 'and' : 'or', rules };
  }

  end(): void {
    if (this.next < this.tokens.length) {
      this.fail('AND, OR or the end');
    }
  }

  private unary(): Rule {
    const token = this.peek();
    if (token === 'NOT') {
      this.take();
      return { kind: 'not', rule: this.unary() };
    }
    if (token === '(') {
      this.take();
      const rule = this.expression();
      this.expect(')');
      return rule;
    }
    if (!ALARM_STATES.includes(token ?? '')) {
      this.fail('ALARM(...), OK(...), INSUFFICIENT_DATA(...) or NOT');
    }
    const state = this.take() as AlarmState;
    this.expect('(');
    const alarm = this.alarm();
    this.expect(')');
    return { kind: 'state', state, alarm };
  }

  private alarm(): string {
    const token = this.peek();
    if (token === undefined || ['(', ')', ',', '"'].includes(token)) {
      this.fail("an alarm's name or ARN");
    }
    this.take();
    return alarmNameOf(token.startsWith('"') ? token.slice(1, -1).replaceAll(/\\(.)/g, '$1') : token);
  }

  private expect(token: string): void {
    if (this.peek() !== token) {
      this.fail(token);
    }
    this.take();
  }

  private peek(): string | undefined {
    return this.tokens[this.next]?.text;
  }

  private take(): string {
    return this.tokens[this.next++]!.text;
  }

  private fail(expected: string): never {
    const token = this.tokens[this.next];
    const where = token === undefined ? 'at the end' : `at character ${token.at + 1} (${token.text})`;
    throw new Error(`The alarm rule ${this.text} can't be read: expected ${expected} ${where}.`);
  }
}

/** An alarm's name, given that or its ARN. */
export function alarmNameOf(nameOrArn: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
