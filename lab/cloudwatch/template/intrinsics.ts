/** Anything in a template: the reader looks at a handful of keys and trusts none to be there. */
// biome-ignore lint/suspicious/noExplicitAny: CloudFormation's own types would be longer than this folder
export type Json = any;

/** What is not known before deployment, chosen here. Names and ARNs in alarms are made of it. */
export interface Environment {
  account: string;
  region: string;
  partition: string;
  stackName: string;
  /** Values of the template's parameters; those left out have their defaults. */
  parameters: Readonly<Record<string, string>>;
}

export const ENVIRONMENT: Environment = {
  account: '123456789012',
  region: 'us-east-1',
  partition: 'aws',
  stackName: 'stack',
  parameters: {},
};

/** An alarm's ARN, as notifications write it. */
export function alarmArn(name: string): string {
  const { partition, region, account } = ENVIRONMENT;
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** @param path names the resource and the property, for errors */
export type ResolveIntrinsics = (value: unknown, path: string) => Json;

/** A resource of the template, and what it is called once deployed. */
interface TemplateSubject {
  id: string;
  /** Its name where the template gives one; else its id in the template stands for it. */
  named: (property: string) => string;
  environment: Environment;
}

const itself = ({ id }: TemplateSubject) => id;
const named = (property: string) => (subject: TemplateSubject) => subject.named(property);
const ALARM_IDENTITY = {
  Ref: named('AlarmName'),
  Arn: ({ named: of, environment: { partition, region, account } }: TemplateSubject) =>
    `arn:${partition}:cloudwatch:${region}:${account}:alarm:${of('AlarmName')}`,
};

/**
 * What `Ref` and `Fn::GetAtt` yield, by type of resource and attribute, as far as alarms and dashboards refer to it: a
 * name for dimensions and rules, the id in the template for actions. A further one is one entry here.
 */
const IDENTITIES: Readonly<Record<string, Readonly<Record<string, (subject: TemplateSubject) => string>>>> = {
  'AWS::CloudWatch::Alarm': ALARM_IDENTITY,
  'AWS::CloudWatch::CompositeAlarm': ALARM_IDENTITY,
  'AWS::Lambda::Function': { Ref: named('FunctionName'), Arn: itself },
  'AWS::Logs::LogGroup': { Ref: named('LogGroupName') },
  'AWS::Scheduler::ScheduleGroup': { Ref: named('Name') },
  'AWS::SNS::Topic': { Ref: itself, TopicArn: itself },
  'AWS::SQS::Queue': { QueueName: named('QueueName') },
};

/**
 * Resolves intrinsic functions as far as alarms need them. Source: CloudFormation Template Reference,
 * "Intrinsic functions".
 *
 * @returns a function that throws an Error naming the property when a value can't be known
 */
export function createResolver(template: Json, environment: Environment): ResolveIntrinsics {
  const pseudo: Record<string, string> = {
    'AWS::AccountId': environment.account,
    'AWS::Region': environment.region,
    'AWS::Partition': environment.partition,
    'AWS::StackName': environment.stackName,
  };

  const functions: Record<string, (argument: Json, path: string) => Json> = {
    Ref: (id: string, path) => {
      const parameter = template.Parameters?.[id];
      return (
        pseudo[id] ??
        environment.parameters[id] ??
        parameter?.Default ??
        (parameter ? unknown({ Ref: id }, path) : identity(id, 'Ref', path))
      );
    },
    'Fn::GetAtt': (argument: string | string[], path) => {
      const [id, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
      return identity(id!, attribute.join('.'), path);
    },
    'Fn::Join': ([separator, parts]: [string, Json], path) =>
      (resolve(parts, path) as unknown[]).join(separator),
    'Fn::Sub': (argument: string | [string, Record<string, unknown>], path) => {
      const [text, values] = typeof argument === 'string' ? [argument, {}] : argument;
      return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
        if (literal !== '') {
          return `\${${name}}`;
        }
        if (Object.hasOwn(values, name)) {
          return resolve(values[name], path);
        }
        return name.includes('.') ? functions['Fn::GetAtt']!(name, path) : functions.Ref!(name, path);
      });
    },
  };

  function resolve(value: unknown, path: string): Json {
    if (Array.isArray(value)) {
      return value.map((item, i) => resolve(item, `${path}[${i}]`));
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [key, ...more] = Object.keys(value);
    if (key !== undefined && more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      return (functions[key] ?? (() => unknown(value, path)))((value as Json)[key], path);
    }
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        resolve(item, path === '' ? name : `${path}.${name}`),
      ]),
    );
  }

  function identity(id: string, attribute: string, path: string): string {
    const resource = template.Resources?.[id];
    const of = IDENTITIES[resource?.Type]?.[attribute];
    return of === undefined
      ? unknown({ 'Fn::GetAtt': [id, attribute] }, path)
      : of({
          id,
          environment,
          named: (property) => resolve(resource.Properties?.[property], `${id}.${property}`) ?? id,
        });
  }

  return resolve;
}

function unknown(value: unknown, path: string): never {
  throw new Error(`${path} can't be known before deployment: ${JSON.stringify(value)}.`);
}
