import { createResolver, ENVIRONMENT, type Json } from './intrinsics';

/** What a resource or a template has at most, in its own unit. */
interface TemplateLimit {
  what: string;
  max: number;
  /** Source in AWS's documentation. */
  source: string;
}

const BYTES: TemplateLimit = {
  what: 'bytes',
  max: 1024 * 1024,
  source: 'CloudFormation User Guide, quotas: template body in an S3 object',
};
const RESOURCES: TemplateLimit = {
  what: 'resources',
  max: 500,
  source: 'CloudFormation User Guide, quotas',
};
const WIDGET_COUNT: TemplateLimit = { what: 'widgets', max: 500, source: 'CloudWatch User Guide, quotas' };
const WIDGET_METRICS: TemplateLimit = {
  what: 'metrics in a widget',
  max: 500,
  source: 'CloudWatch User Guide, quotas',
};
const DASHBOARD_METRICS: TemplateLimit = {
  what: 'metrics on a dashboard',
  max: 2500,
  source: 'CloudWatch User Guide, quotas',
};
const INPUT_BYTES: TemplateLimit = {
  what: 'bytes of Input',
  max: 256 * 1024,
  source: "EventBridge Scheduler User Guide, quotas: a target's payload; Lambda, asynchronous invocation",
};
const ENVIRONMENT_BYTES: TemplateLimit = {
  what: 'bytes of environment variables',
  max: 4 * 1024,
  source: 'Lambda Developer Guide, quotas',
};

/** Types of resources with a limit, each with how much of what a resource has. */
const RESOURCE_LIMITS: Readonly<Record<string, (properties: Json) => [TemplateLimit, number][]>> = {
  'AWS::CloudWatch::Dashboard': ({ DashboardBody }) => {
    const { widgets } = JSON.parse(DashboardBody);
    const counts: number[] = widgets.map(({ properties }: Json) => properties?.metrics?.length ?? 0);
    return [
      [WIDGET_COUNT, widgets.length],
      [WIDGET_METRICS, Math.max(0, ...counts)],
      [DASHBOARD_METRICS, counts.reduce((sum, count) => sum + count, 0)],
    ];
  },
  'AWS::Scheduler::Schedule': ({ Target }) => [[INPUT_BYTES, Buffer.byteLength(Target.Input ?? '')]],
  'AWS::Lambda::Function': ({ Environment }) => [
    [ENVIRONMENT_BYTES, Buffer.byteLength(Object.entries(Environment?.Variables ?? {}).join(''))],
  ],
};

/**
 * Refuses what CloudFormation, or the service behind a resource, would refuse as too large.
 * @param template as `cdk synth` writes it
 * @throws Error naming the resource, its size, the limit and where AWS says so
 */
export function checkTemplateLimits(template: Json): void {
  check('The template', [
    [BYTES, Buffer.byteLength(JSON.stringify(template))],
    [RESOURCES, Object.keys(template.Resources ?? {}).length],
  ]);
  const resolve = createResolver(template, ENVIRONMENT);
  for (const [id, { Type, Properties }] of Object.entries<Json>(template.Resources ?? {})) {
    const measure = RESOURCE_LIMITS[Type];
    if (measure !== undefined) {
      check(id, measure(Type === 'AWS::CloudWatch::Dashboard' ? resolve(Properties, id) : Properties));
    }
  }
}

function check(subject: string, sizes: readonly [TemplateLimit, number][]): void {
  for (const [{ what, max, source }, size] of sizes) {
    if (size > max) {
      throw new Error(`${subject} has ${size} ${what}; AWS takes at most ${max} (${source}).`);
    }
  }
}
