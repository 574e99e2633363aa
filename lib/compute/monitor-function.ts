import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  Annotations,
  Duration,
  Names,
  PhysicalName,
  type RemovalPolicy,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import {
  type CfnPolicy,
  Effect,
  type IRole,
  Policy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { NAMESPACE } from '../../lambda/monitor/metrics/metric-entry';
import { MAX_FUNCTION_DESCRIPTION_LENGTH, MIN_EVENT_AGE_MS } from '../config/aws-quotas';
import { shortened } from '../config/names';
import { PACKAGE_ROOT } from '../config/package-root';
import { FUNCTION_MEMORY_MB } from '../config/policy';
import type { VpcNetwork } from './vpc-network';

/** Where `npm run build` puts the bundle, and where a published package carries it. */
export const BUNDLE_FOLDER = join(PACKAGE_ROOT, 'dist', 'function');

/** Of 128 characters (IAM API Reference, PutRolePolicy), a region takes the rest. */
const MAX_NAME_IN_POLICY = 100;

export interface FunctionProps {
  readonly monitorName: string;
  readonly code: Code;
  readonly timeout: Duration;
  readonly memorySize?: number;
  readonly reservedConcurrentExecutions?: number;
  /** Default: one that can do what it must and no more. */
  readonly role?: IRole;
  /** Default: one of its own, with the following two. */
  readonly logGroup?: ILogGroup;
  readonly logRetention: RetentionDays;
  readonly logRemovalPolicy: RemovalPolicy;
  /** Where events go that the function failed on or never got. */
  readonly failures: Queue;
  /** Whether it reads back what it has published. */
  readonly readsHistory: boolean;
  /** Default: outside any VPC. */
  readonly network?: VpcNetwork;
}

/** The bundle that comes with this package. */
export function shippedCode(): Code {
  if (!existsSync(join(BUNDLE_FOLDER, 'index.js'))) {
    throw new Error(
      `The function's bundle is missing: there is no index.js in ${BUNDLE_FOLDER}. ` +
        'Run `npm run build` in ntp-drift-monitor, or give the construct a `code` of its own.',
    );
  }
  return Code.fromAsset(BUNDLE_FOLDER);
}

/**
 * The function, with a log group and a role where none is given. What is used by a stack of another region or account gets
 * a name for that, and nothing else does.
 */
export function createFunction(scope: Construct, props: FunctionProps): LambdaFunction {
  const { monitorName, failures, network } = props;
  const logGroup =
    props.logGroup ??
    new LogGroup(scope, 'Log', {
      logGroupName: PhysicalName.GENERATE_IF_NEEDED,
      retention: props.logRetention,
      removalPolicy: props.logRemovalPolicy,
    });
  const role =
    props.role ??
    new Role(scope, 'FunctionRole', {
      roleName: PhysicalName.GENERATE_IF_NEEDED,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs the function of the NTP drift monitor ${monitorName}`,
    });
  const policy = createPolicy(scope, role, props);
  logGroup.grantWrite(policy);
  failures.grantSendMessages(policy);
  warnOfClosedRole(scope, policy);

  const fn = new LambdaFunction(scope, 'Function', {
    functionName: PhysicalName.GENERATE_IF_NEEDED,
    description: description(monitorName),
    code: props.code,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memorySize ?? FUNCTION_MEMORY_MB,
    ...(props.reservedConcurrentExecutions !== undefined && {
      reservedConcurrentExecutions: props.reservedConcurrentExecutions,
    }),
    timeout: props.timeout,
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    // Start and report lines would double the log; a runtime that fails says so at WARN and above.
    systemLogLevelV2: SystemLogLevel.WARN,
    // A failed run is not repeated: the next one is due before a repetition could tell anything new.
    retryAttempts: 0,
    // A reading that is a minute late says nothing about now.
    maxEventAge: Duration.millis(MIN_EVENT_AGE_MS),
    // The L2's destination would grant it to the role, which may be one of another stack.
    onFailure: { bind: () => ({ destination: failures.queueArn }) },
    ...(network && {
      vpc: network.vpc,
      ...(network.vpcSubnets && { vpcSubnets: network.vpcSubnets }),
      securityGroups: network.securityGroups,
      ipv6AllowedForDualStack: network.ipv6,
      // Behind an egress-only gateway there is IPv6 alone, which only the dual-stack endpoints have.
      ...(network.ipv6 && { environment: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } }),
    }),
  });
  fn.node.addDependency(policy);
  return fn;
}

/**
 * What the function may do, in a policy of its own: a role that is given may be another stack's, or many monitors'. IAM
 * tells apart policies of a role by their names, in all stacks and regions.
 */
function createPolicy(
  scope: Construct,
  role: IRole,
  { role: given, readsHistory, network }: FunctionProps,
): Policy {
  const policy = new Policy(scope, 'FunctionPolicy', {
    statements: [
      publishMetrics(),
      ...(readsHistory ? [readMetrics()] : []),
      ...(network ? [manageNetworkInterfaces()] : []),
    ],
    ...(given && {
      policyName: `${Names.uniqueResourceName(scope, { maxLength: MAX_NAME_IN_POLICY })}-${Stack.of(scope).region}`,
    }),
  });
  role.attachInlinePolicy(policy);
  acknowledgeWildcards(policy);
  return policy;
}

/** A role that was imported as it is, and must stay so, takes no policy: synthesis says what the function needs of it. */
function warnOfClosedRole(scope: Construct, policy: Policy): void {
  const { roles, policyDocument } = policy.node.defaultChild as CfnPolicy;
  if (Stack.of(scope).resolve(roles) === undefined) {
    Annotations.of(scope).addWarningV2(
      'ntp-drift-monitor:policy-of-role',
      "The function's role cannot be changed by this app. Without these statements nothing is published or logged: " +
        `${JSON.stringify(Stack.of(scope).resolve(policyDocument).Statement)}.`,
    );
  }
}

function description(monitorName: string): string {
  const [start, end] = ['NTP drift monitor ', ': measures the servers that its event names'];
  return start + shortened(monitorName, MAX_FUNCTION_DESCRIPTION_LENGTH - start.length - end.length) + end;
}

/** PutMetricData knows no resources (Service Authorization Reference, CloudWatch): the namespace scopes it. */
function publishMetrics(): PolicyStatement {
  return new PolicyStatement({
    sid: 'PublishMetrics',
    effect: Effect.ALLOW,
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
  });
}

/** GetMetricData knows neither resources nor a namespace (Service Authorization Reference, CloudWatch). */
function readMetrics(): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadMetrics',
    effect: Effect.ALLOW,
    actions: ['cloudwatch:GetMetricData'],
    resources: ['*'],
  });
}

/** What Lambda needs to reach a VPC (Lambda Developer Guide, "Giving Lambda functions access to a VPC"). */
function manageNetworkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    sid: 'ManageNetworkInterfaces',
    effect: Effect.ALLOW,
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}

function acknowledgeWildcards(policy: Policy): void {
  Validations.of(policy).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      `cloudwatch:PutMetricData has no resource-level permissions and is limited to the namespace ${NAMESPACE} ` +
      'by condition; cloudwatch:GetMetricData, which "history": false does without, has neither; the ec2 actions, which are there only inside a VPC, have none that Lambda could use.',
  });
}
