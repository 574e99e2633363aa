import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
} from 'aws-cdk-lib';
import { readSubscriptions } from '../../lab/cloudwatch/notifications/subscriptions';
import { createResolver, ENVIRONMENT, type Json } from '../../lab/cloudwatch/template/intrinsics';
import { readAlarms, readMuteRules } from '../../lab/cloudwatch/template/read-template';
import { checkTemplateLimits } from '../../lab/cloudwatch/template/template-limits';

/** The longest text that a field holds, and whether it names the resource (API references of the services). */
const TEXT_FIELDS: readonly [type: string, field: string, max: number, isName?: true][] = [
  ['AWS::CloudWatch::Alarm', 'AlarmName', 255, true],
  ['AWS::CloudWatch::Alarm', 'AlarmDescription', 1024],
  ['AWS::CloudWatch::CompositeAlarm', 'AlarmName', 255, true],
  ['AWS::CloudWatch::CompositeAlarm', 'AlarmDescription', 1024],
  ['AWS::CloudWatch::CompositeAlarm', 'AlarmRule', 10_240],
  ['AWS::CloudWatch::AlarmMuteRule', 'Name', 255, true],
  ['AWS::CloudWatch::AlarmMuteRule', 'Description', 1024],
  ['AWS::CloudWatch::Dashboard', 'DashboardName', 255, true],
  ['AWS::CloudWatch::InsightRule', 'RuleName', 128, true],
  ['AWS::Chatbot::MicrosoftTeamsChannelConfiguration', 'ConfigurationName', 128, true],
  ['AWS::Chatbot::SlackChannelConfiguration', 'ConfigurationName', 128, true],
  ['AWS::EC2::SecurityGroup', 'GroupDescription', 255],
  ['AWS::IAM::Role', 'Description', 1000],
  ['AWS::KMS::Key', 'Description', 8192],
  ['AWS::Lambda::Function', 'Description', 256],
  ['AWS::Logs::QueryDefinition', 'Name', 255, true],
  ['AWS::Logs::QueryDefinition', 'QueryString', 10_000],
  ['AWS::SNS::Topic', 'DisplayName', 100],
  ['AWS::Scheduler::Schedule', 'Name', 64, true],
  ['AWS::Scheduler::Schedule', 'Description', 512],
  ['AWS::Scheduler::ScheduleGroup', 'Name', 64, true],
];

/** Description of a template (CloudFormation User Guide, "Template description"). */
const MAX_TEMPLATE_DESCRIPTION = 1024;

/**
 * What only fails at deployment: reserved words, texts that are too long, names that are there twice, bodies that are
 * too large, properties of alarms that are not known, references to alarms that are not there. Neither the construct
 * library nor its validator looks at these.
 * @param template as synthesis writes it
 * @returns a sentence for each finding
 */
function refusals(template: Json): string[] {
  return [
    ...failureOf(() => checkTemplateLimits(template)),
    ...failureOf(() => readMuteRules(template, readAlarms(template))),
    ...failureOf(() => readSubscriptions(template)),
    ...textRefusals(template),
  ];
}

/** Holds every template that an app synthesises against `refusals`. */
export class DeployableCheck implements IPolicyValidationPlugin {
  readonly name = 'deployable';

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap((templatePath) =>
      refusals(readTemplate(templatePath)).map((description) => ({
        ruleName: 'deployable',
        description,
        violatingResources: [{ templatePath, locations: [] }],
      })),
    );
    return { success: violations.length === 0, violations };
  }
}

/** What other stacks give is known at deployment; a text stands for it. */
function readTemplate(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'), (_key, value) =>
    value?.['Fn::GetStackOutput'] || value?.['Fn::ImportValue'] ? 'of another stack' : value,
  );
}

function failureOf(action: () => void): string[] {
  try {
    action();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function textRefusals(template: Json): string[] {
  const resolve = createResolver(template, ENVIRONMENT);
  const resources = Object.entries<Json>(template.Resources ?? {});
  const length = template.Description?.length ?? 0;
  const found = TEXT_FIELDS.flatMap(([type, field, max, isName]) => {
    const texts = resources
      .filter(([, { Type, Properties }]) => Type === type && Properties?.[field] !== undefined)
      .map(([id, { Properties }]) => ({ id, text: String(resolve(Properties[field], field)) }));
    return [
      ...texts
        .filter(({ text }) => text.length > max)
        .map(({ id }) => `${id}: ${field} is longer than ${max}.`),
      ...texts
        .filter(({ text }, i) => isName && texts.findIndex((each) => each.text === text) < i)
        .map(({ id, text }) => `${id}: ${field} is that of another ${type}, ${text}.`),
    ];
  });
  return length > MAX_TEMPLATE_DESCRIPTION ? [...found, 'The template: Description is too long.'] : found;
}
