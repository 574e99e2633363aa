import type { LogRecord } from '../../log-line';
import type { PeriodRange, Series } from '../alarms/series';
import { createResolver, ENVIRONMENT, type Json } from '../template/intrinsics';

/** A Contributor Insights rule over a log of JSON lines. */
export interface InsightRule {
  /** What makes a contributor: the values of these fields. */
  keys: readonly string[];
  /** Which lines count. */
  matches: (record: LogRecord) => boolean;
}

/**
 * The rules of a template, by name. Source: CloudWatch User Guide, "Contributor Insights rule syntax": of it, the
 * filters `In` and `IsPresent`.
 * @throws Error for a rule with others
 */
export function readRules(template: Json): Map<string, InsightRule> {
  const resolve = createResolver(template, ENVIRONMENT);
  const rules = new Map<string, InsightRule>();
  for (const [id, { Type, Properties }] of Object.entries<Json>(template.Resources ?? {})) {
    if (Type === 'AWS::CloudWatch::InsightRule') {
      const { RuleName, RuleBody } = resolve(Properties, id);
      const { Keys, Filters } = JSON.parse(RuleBody).Contribution;
      const filters = Filters.map(readFilter);
      rules.set(RuleName, {
        keys: Keys.map(field),
        matches: (record) => filters.every((filter: (record: LogRecord) => boolean) => filter(record)),
      });
    }
  }
  return rules;
}

/** How many different contributors there were in each period. */
export function uniqueContributors(
  { keys, matches }: InsightRule,
  records: readonly LogRecord[],
  { periodMs, endMs, count }: PeriodRange,
): Series {
  const found = Array.from({ length: count }, () => new Set<string>());
  for (const record of records.filter(matches)) {
    const age = Math.ceil((endMs - Date.parse(String(record['@timestamp']))) / periodMs);
    found[count - age]?.add(JSON.stringify(keys.map((key) => record[key])));
  }
  return found.map((contributors) => (contributors.size === 0 ? undefined : contributors.size));
}

function readFilter({ Match, In, IsPresent, ...others }: Json): (record: LogRecord) => boolean {
  if (Object.keys(others).length > 0) {
    throw new Error(`the lab does not know the filter ${Object.keys(others)} of Contributor Insights`);
  }
  const key = field(Match);
  return (record) =>
    (In === undefined || In.includes(record[key])) &&
    (IsPresent === undefined || (record[key] !== undefined) === IsPresent);
}

/** `$.server` -> `server` */
function field(path: string): string {
  return path.replace(/^\$\./, '');
}
