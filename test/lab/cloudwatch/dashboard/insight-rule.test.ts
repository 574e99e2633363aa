import { Template } from 'aws-cdk-lib/assertions';
import { readRules, uniqueContributors } from '../../../../lab/cloudwatch/dashboard/insight-rule';
import type { LogRecord } from '../../../../lab/log-line';
import { stackOf } from '../../../../testkit/stack/synthesise';

/** The stack's own Contributor Insights rule, over a log. */
const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;

const [rule] = readRules(Template.fromStack(stackOf({ detail: 'fleet' })).toJSON()).values();

function reading(minute: number, server: string, verdict: string, more: object = {}): LogRecord {
  const time = new Date(NOON - minute * MINUTE).toISOString();
  return { '@timestamp': time, message: 'reading', server, verdict, ...more } as LogRecord;
}

test('Servers that are not well count once for each verdict and period', () => {
  const records = [
    reading(4, 'a', 'outside'),
    reading(4, 'b', 'unusable'),
    reading(3, 'a', 'outside'),
    reading(3, 'a', 'outside'),
    reading(3, 'a', 'unusable'),
    reading(2, 'a', 'within'),
    reading(1, 'c', 'unusable', { repeated: true }),
    reading(1, 'd', 'unusable', { message: 'run' }),
  ];
  expect(uniqueContributors(rule!, records, { periodMs: MINUTE, endMs: NOON, count: 5 })).toEqual([
    undefined,
    2,
    2,
    undefined,
    undefined,
  ]);
});

test('A filter that it does not know is an error', () => {
  const Contribution = { Keys: ['$.a'], Filters: [{ Match: '$.a', StartsWith: ['b'] }] };
  const Properties = { RuleName: 'r', RuleBody: JSON.stringify({ Contribution }) };
  expect(() => readRules({ Resources: { R: { Type: 'AWS::CloudWatch::InsightRule', Properties } } })).toThrow(
    'the filter StartsWith',
  );
});
