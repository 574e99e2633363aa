import { Template } from 'aws-cdk-lib/assertions';
import { type Json, manyServers, SERVERS, stackOf } from '../stack/synthesise';
import { markdownTable } from './readme-tables';

/** Properties whose change makes CloudFormation replace a resource (Template Reference, "Update requires: Replacement"). */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmName'],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmName'],
  'AWS::CloudWatch::Dashboard': ['DashboardName'],
  'AWS::CloudWatch::InsightRule': ['RuleName'],
  'AWS::EC2::SecurityGroup': ['GroupName', 'GroupDescription', 'VpcId'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::SNS::Subscription': ['TopicArn', 'Protocol', 'Endpoint'],
  'AWS::SNS::Topic': ['TopicName', 'FifoTopic'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
  'AWS::Scheduler::Schedule': ['Name', 'GroupName'],
  'AWS::Scheduler::ScheduleGroup': ['Name'],
};

/** A change of monitor.json. */
interface ConfigurationChange {
  what: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

const [FIRST, ...OTHERS] = SERVERS;
const fleetOfSize = (size: number) => ({
  servers: [...SERVERS, ...manyServers(size).map((server) => ({ ...server, role: 'target' }))],
});

/** Every kind of change that somebody makes to a monitor that runs. */
export const CONFIGURATION_CHANGES: readonly ConfigurationChange[] = [
  { what: "a server's `host`, its `name` kept", before: {}, after: withServer({ host: 'moved.example' }) },
  { what: "a server's `name`", before: {}, after: withServer({ name: 'renamed' }) },
  { what: 'a server more', before: {}, after: { servers: [...SERVERS, { host: 'd.example' }] } },
  { what: 'a server less', before: { servers: [...SERVERS, { host: 'd.example' }] }, after: {} },
  { what: "a server's `severity`", before: {}, after: withServer({ severity: 'warn' }) },
  { what: '`limitMs`', before: {}, after: { limitMs: 20 } },
  { what: '`schedule`', before: {}, after: { schedule: 'rate(5 minutes)' } },
  { what: '`alarms` to `"essential"`', before: {}, after: { alarms: 'essential' } },
  { what: '`detail` to `"fleet"`', before: {}, after: { detail: 'fleet' } },
  { what: 'a fleet that needs one more shard', before: fleetOfSize(1000), after: fleetOfSize(1700) },
  { what: '`name`, `stackName` kept', before: {}, after: { name: 'other' } },
  { what: '`notify`: another address', before: {}, after: { notify: { email: ['night@example.com'] } } },
  { what: '`maintenance`', before: {}, after: { maintenance: [{ cron: '0 2 * * SUN', minutes: 60 }] } },
];

function withServer(changes: Record<string, unknown>) {
  return { servers: [{ ...FIRST, ...changes }, ...OTHERS] };
}

/** How CloudFormation gets from one template to another: what happens to each resource, by its logical id. */
export function updateOf({ before, after }: Pick<ConfigurationChange, 'before' | 'after'>) {
  const [from, to] = [before, after].map(resourcesOf) as [Resources, Resources];
  const common = Object.keys(from).filter((id) => to[id] !== undefined);
  const changed = common.filter((id) => JSON.stringify(from[id]) !== JSON.stringify(to[id]));
  const isReplaced = (id: string) =>
    (REPLACING[from[id]!.Type] ?? []).some((key) => differs(from[id]!, to[id]!, key));
  return {
    made: countByType(
      to,
      Object.keys(to).filter((id) => from[id] === undefined),
    ),
    gone: countByType(
      from,
      Object.keys(from).filter((id) => to[id] === undefined),
    ),
    replaced: countByType(from, changed.filter(isReplaced)),
    inPlace: countByType(
      from,
      changed.filter((id) => !isReplaced(id)),
    ),
  };
}

type Resources = Record<string, { Type: string; Properties: Json }>;

const stacksBefore = new Map<string, Resources>();

/** Synthesised once: many changes begin with the same configuration, and many tests look at one change. */
function resourcesOf(changes: Record<string, unknown>): Resources {
  const key = JSON.stringify(changes);
  const found: Resources = stacksBefore.get(key) ?? Template.fromStack(stackOf(changes)).toJSON().Resources;
  stacksBefore.set(key, found);
  return found;
}

function differs(one: Resources[string], other: Resources[string], key: string): boolean {
  return JSON.stringify(one.Properties?.[key]) !== JSON.stringify(other.Properties?.[key]);
}

/** How many there are of each type: `Alarm` for `AWS::CloudWatch::Alarm`. */
function countByType(resources: Resources, ids: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of ids) {
    const type = resources[id]!.Type.split('::').at(-1)!;
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

/** The table of docs/updates.md. */
export function updateTable(): string {
  const text = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([type, count]) => (count === 1 ? type : `${count} ${type}`))
      .join(', ') || 'none';
  const rows = CONFIGURATION_CHANGES.map((change) => {
    const { made, gone, replaced, inPlace } = updateOf(change);
    return [change.what, text(inPlace), text(replaced), text(made), text(gone)];
  });
  return markdownTable(['Change', 'Updated in place', 'Replaced', 'New', 'Gone'], rows);
}
