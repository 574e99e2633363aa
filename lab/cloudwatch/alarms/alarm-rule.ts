/** Source: API reference, PutCompositeAlarm, AlarmRule. @internal */
export const RULE_LIMITS = { alarms: 100, length: 10_240 } as const;

/** `ALARM("name")`, with backslashes before quotation marks; a name or an ARN without any needs none. */
const TERM = /^ALARM\(\s*(?:"((?:[^"\\]|\\.)+)"|([^\s(),"]+))\s*\)$/s;

/** Between two terms, and not within the quotation marks of a name. */
const OR = /\s+OR\s+(?=(?:(?:[^"\\]|\\.)*"(?:[^"\\]|\\.)*")*(?:[^"\\]|\\.)*$)/s;

/**
 * Reads an AlarmRule of the only kind that our templates have: in ALARM while any of some alarms is. Alarms are named,
 * or given by ARN; an ARN's name is what counts.
 *
 * Source: CloudWatch User Guide, "Composite alarms".
 * @returns the alarms that the rule names, each once
 * @throws Error naming the part that can't be read
 */
export function readAnyOf(rule: string): string[] {
  if (rule.length > RULE_LIMITS.length) {
    throw new Error(
      `An alarm rule has at most ${RULE_LIMITS.length} characters; this one has ${rule.length}.`,
    );
  }
  const inner = /^\s*\((.*)\)\s*$/s.exec(rule)?.[1] ?? rule;
  const names = inner
    .trim()
    .split(OR)
    .map((term) => {
      const [, quoted, plain] = TERM.exec(term) ?? [];
      const name = quoted?.replaceAll(/\\(.)/gs, '$1') ?? plain;
      if (name === undefined) {
        throw new Error(`The alarm rule ${rule} can't be read: expected ALARM(...) instead of "${term}".`);
      }
      return alarmNameOf(name);
    });
  const alarms = [...new Set(names)];
  if (alarms.length > RULE_LIMITS.alarms) {
    throw new Error(
      `An alarm rule names at most ${RULE_LIMITS.alarms} alarms; this one names ${alarms.length}.`,
    );
  }
  return alarms;
}

/** An alarm's name, given that or its ARN. */
export function alarmNameOf(nameOrArn: string): string {
  return /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
}
