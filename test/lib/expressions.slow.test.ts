import { Template } from 'aws-cdk-lib/assertions';
import { bodyOf } from '../../testkit/stack/dashboard-json';
import { fleetOf } from '../../testkit/stack/fleet-configs';
import { type Json, manyServers, resources, SERVERS, stackOf } from '../../testkit/stack/synthesise';

/** One line of an alarm or a graph: a metric, or maths on others. */
interface Line {
  id: string | undefined;
  expression: string | undefined;
  /** Whether its points are what the alarm watches or the graph shows; the others are there for maths alone. */
  shown: boolean;
}

/** The ids that maths refers to: they begin with a lower-case letter, and nothing else outside quotes does. */
function idsIn(expression: string): string[] {
  return expression.startsWith('SELECT')
    ? []
    : (expression.replaceAll(/"[^"]*"/g, '').match(/\b[a-z]\w*/g) ?? []);
}

function alarmsOf(template: Template): [string, Line[]][] {
  return Object.values(resources(template, 'AWS::CloudWatch::Alarm')).map(({ AlarmName, Metrics = [] }) => [
    AlarmName,
    Metrics.map(({ Id, Expression, ReturnData = true }: Json) => ({
      id: Id,
      expression: Expression,
      shown: ReturnData,
    })),
  ]);
}

function widgetsIn(template: Template): [string, Line[]][] {
  return bodyOf(template).widgets.map(({ properties: { title, metrics = [] } }: Json) => [
    title,
    metrics.map((parts: Json[]) => {
      const { id, expression, visible = true } = parts.find((part) => typeof part === 'object') ?? {};
      return { id, expression, shown: visible };
    }),
  ]);
}

const TEMPLATES: Record<string, () => Template> = {
  'three servers': () => Template.fromStack(stackOf()),
  'one server, judged by the clock': () =>
    Template.fromStack(stackOf({ servers: SERVERS.slice(0, 1), reference: 'clock' })),
  'fifty servers': () => Template.fromStack(stackOf({ servers: manyServers(50) })),
  'a fleet in one shard': () => Template.fromStack(fleetOf(100)),
  'a fleet in several shards': () => Template.fromStack(fleetOf(1000)),
  'a fleet judged by the clock': () =>
    Template.fromStack(stackOf({ servers: manyServers(200), reference: 'clock' })),
};

describe.each(Object.entries(TEMPLATES))(
  'With %s, maths uses exactly the ids that are defined',
  (_of, synthesise) => {
    const template = synthesise();

    test.each([
      ['alarm', alarmsOf],
      ['graph', widgetsIn],
    ] as const)('in every %s', (_what, read) => {
      const all = read(template).filter(([, lines]) =>
        lines.some(({ expression }) => expression !== undefined),
      );
      expect(all.length).toBeGreaterThan(0);
      for (const [name, lines] of all) {
        const used = new Set(
          lines.flatMap(({ expression }) => (expression === undefined ? [] : idsIn(expression))),
        );
        const defined = lines.flatMap(({ id }) => id ?? []);
        const hidden = lines.flatMap(({ id, shown }) => (shown ? [] : [id]));
        expect({ name, undefined: [...used].filter((id) => !defined.includes(id)) }).toEqual({
          name,
          undefined: [],
        });
        expect({ name, unused: hidden.filter((id) => !used.has(id ?? '')) }).toEqual({ name, unused: [] });
        expect({ name, defined }).toEqual({ name, defined: [...new Set(defined)] });
      }
    });
  },
);
