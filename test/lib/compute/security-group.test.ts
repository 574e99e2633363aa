import { Aws, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import {
  type CfnSubnet,
  IpProtocol,
  type IVpc,
  SecurityGroup,
  SubnetFilter,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { deploy, newApp, onlyResource, resources, SERVERS, stackOf } from '../../../testkit/stack/synthesise';

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const vpc = { id: 'vpc-0a1b2c3d', subnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'] };

function templateOf(changes: Record<string, unknown>): Template {
  return Template.fromStack(stackOf(changes));
}

test('outside a VPC there is no network to manage, nor a permission for it', () => {
  const { template } = deploy();
  expect(onlyResource(template, 'AWS::Lambda::Function')).not.toHaveProperty('VpcConfig');
  expect(JSON.stringify(template.toJSON())).not.toContain('ec2:');
});

test('monitor.json can name a VPC by its ids', () => {
  const template = templateOf({ vpc });
  expect(onlyResource(template, 'AWS::Lambda::Function').VpcConfig).toEqual({
    SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a2b3c4d'],
    SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringContaining('SecurityGroup'), 'GroupId'] }],
    Ipv6AllowedForDualStack: false,
  });
});

test('the security group lets out to NTP, CloudWatch and DNS, and nobody in', () => {
  const template = templateOf({
    vpc,
    servers: [...SERVERS, { host: 'd', port: 1123 }, { host: 'e', port: 1123 }],
  });
  const group = onlyResource(template, 'AWS::EC2::SecurityGroup');
  expect(group).not.toHaveProperty('SecurityGroupIngress');
  expect(group.SecurityGroupEgress.map(rule)).toEqual([
    '0.0.0.0/0 udp 123',
    '0.0.0.0/0 udp 1123',
    '0.0.0.0/0 tcp 443',
    '0.0.0.0/0 udp 53',
    '0.0.0.0/0 tcp 53',
  ]);
});

test('IPv6 doubles the rules and is allowed on the function', () => {
  const template = templateOf({ vpc: { ...vpc, ipv6: true } });
  const group = onlyResource(template, 'AWS::EC2::SecurityGroup');
  expect(group.SecurityGroupEgress.map(rule)).toEqual([
    '0.0.0.0/0 udp 123',
    '0.0.0.0/0 tcp 443',
    '0.0.0.0/0 udp 53',
    '0.0.0.0/0 tcp 53',
    '::/0 udp 123',
    '::/0 tcp 443',
    '::/0 udp 53',
    '::/0 tcp 53',
  ]);
  expect(onlyResource(template, 'AWS::Lambda::Function').VpcConfig.Ipv6AllowedForDualStack).toBe(true);
});

test.each([
  [
    'with IPv6 the SDK finds CloudWatch there, too',
    true,
    { Variables: { AWS_USE_DUALSTACK_ENDPOINT: 'true' } },
  ],
  ['without it the function needs no environment', false, undefined],
])('%s', (_name, ipv6, expected) => {
  const template = templateOf({ vpc: { ...vpc, ipv6 } });
  expect(onlyResource(template, 'AWS::Lambda::Function').Environment).toEqual(expected);
});

test('the role can manage the network interfaces that Lambda makes, before the function is made', () => {
  const template = templateOf({ vpc });
  const [policyId, policy] = Object.entries(resources(template, 'AWS::IAM::Policy')).find(([id]) =>
    id.includes('FunctionPolicy'),
  )!;
  expect(policy.PolicyDocument.Statement.map(({ Sid }: { Sid: string }) => Sid)).toContain(
    'ManageNetworkInterfaces',
  );
  template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policyId]) });
});

test("the construct takes a VPC and a security group of the app's own", () => {
  const stack = new Stack(newApp(), 'Test');
  // The cast: aws-cdk-lib's classes do not satisfy its interfaces under exactOptionalPropertyTypes.
  const ours = new Vpc(stack, 'Vpc', { maxAzs: 2 }) as IVpc;
  const securityGroup = new SecurityGroup(stack, 'Ours', { vpc: ours, allowAllOutbound: false });
  const { template } = deploy({ vpc: ours, securityGroups: [securityGroup] }, stack);
  expect(Object.keys(resources(template, 'AWS::EC2::SecurityGroup'))).toEqual([
    stack.getLogicalId(securityGroup.node.defaultChild as never),
  ]);
  const ids = Object.values(resources(template, 'AWS::Lambda::Function')).map(
    ({ VpcConfig }) => VpcConfig?.SubnetIds,
  );
  expect(JSON.stringify(ids)).toMatch(/PrivateSubnet1.*PrivateSubnet2/);
});

describe('synthesis says', () => {
  test('which two rules NTP servers in AWS need', () => {
    const { node } = stackOf({ vpc, servers: [...SERVERS, { host: 'd', port: 1123 }] }).monitor;
    const [info] = node.metadata.filter(({ type }) => type === 'aws:cdk:info');
    expect(info?.data).toMatch(
      /lets in UDP 123, 1123 from the function's security group.*out UDP 1024-65535/,
    );
  });

  test('what security groups that were given must let out, and no rule is added to them', () => {
    const { monitor, template } = namedGroups();
    const infos = monitor.node.metadata.filter(({ type }) => type === 'aws:cdk:info');
    expect(infos.map(({ data }) => data).join()).toMatch(
      /must let the function out: UDP 123 .* TCP 443 .* UDP and TCP 53/,
    );
    expect(onlyResource(template, 'AWS::Lambda::Function').VpcConfig.SecurityGroupIds).toEqual([
      'sg-0a1b2c3d',
      'sg-1a2b3c4d',
    ]);
    for (const type of ['SecurityGroup', 'SecurityGroupEgress']) {
      template.resourceCountIs(`AWS::EC2::${type}`, 0);
    }
  });

  test('that Lambda takes no subnets with IPv6 alone, as an error', () => {
    const stack = new Stack(newApp(), 'Test');
    const ours = new Vpc(stack, 'Vpc', {
      maxAzs: 1,
      ipProtocol: IpProtocol.DUAL_STACK,
      natGateways: 0,
      subnetConfiguration: [{ name: 'out', subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
    }) as IVpc;
    for (const { node } of ours.privateSubnets) {
      (node.findChild('Subnet') as CfnSubnet).ipv6Native = true;
    }
    expect(() => deploy({ vpc: ours, ipv6: true }, stack)).toThrow(/outSubnet1: Lambda takes no subnets/);
  });

  test('that public subnets give a function no internet access, as an error', () => {
    const stack = new Stack(newApp(), 'Test');
    const ours = new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc;
    expect(() => deploy({ vpc: ours, vpcSubnets: { subnetType: SubnetType.PUBLIC } }, stack)).toThrow(
      /vpcSubnets is Test\/Vpc\/PublicSubnet1; expected private subnets with a way out/,
    );
  });

  test.each<[what: string, vpcSubnets: SubnetSelection, found: string]>([
    ['a filter', { subnetFilters: [SubnetFilter.byIds(['subnet-none'])] }, 'none'],
    ['an empty list', { subnets: [] }, 'none'],
    [
      'a type that the VPC has not',
      { subnetType: SubnetType.PRIVATE_ISOLATED },
      '"Isolated", which Test/Vpc does not have; expected a selection that finds a subnet of the VPC, ' +
        'which has 1 private, 1 public.',
    ],
    [
      'a group that only the deployment knows',
      { subnetGroupName: Aws.REGION },
      '"(known only at deployment)", which Test/Vpc does not have; expected a selection that finds a subnet',
    ],
    [
      'a group that the VPC has not',
      { subnetGroupName: 'inner' },
      '"inner", which Test/Vpc does not have; expected a selection that finds a subnet',
    ],
  ])('that %s selects no subnets, as an error', (_what, vpcSubnets, found) => {
    const stack = new Stack(newApp(), 'Test');
    const ours = new Vpc(stack, 'Vpc', { maxAzs: 1 }) as IVpc;
    const message = expect.stringContaining(`Test/Monitor has a problem:\n  vpcSubnets is ${found}`);
    expect(() => deploy({ vpc: ours, vpcSubnets }, stack)).toThrow(
      expect.objectContaining({ name: 'ConfigError', message }),
    );
  });

  test.each([
    [
      'that IPv6 takes dual-stack subnets',
      IpProtocol.IPV4_ONLY,
      /PrivateSubnet1: with "ipv6": true Lambda takes/,
    ],
    ['nothing of dual-stack ones', IpProtocol.DUAL_STACK, /^accepted$/],
  ])('%s', (_what, ipProtocol, message) => {
    const stack = new Stack(newApp(), 'Test');
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, ipProtocol }) as IVpc;
    const synthesise = () => {
      deploy({ vpc, ipv6: true }, stack);
      throw new Error('accepted');
    };
    expect(synthesise).toThrow(message);
  });

  test('what isolated subnets lack', () => {
    const stack = new Stack(newApp(), 'Test');
    const isolated = [{ name: 'inner', subnetType: SubnetType.PRIVATE_ISOLATED }];
    const ours = new Vpc(stack, 'Vpc', { maxAzs: 1, subnetConfiguration: isolated }) as IVpc;
    deploy({ vpc: ours }, stack);
    Annotations.fromStack(stack).hasWarning(
      '*',
      Match.stringLikeRegexp('innerSubnet1: isolated subnets.*"monitoring"'),
    );
  });
});

function namedGroups() {
  const stack = stackOf({ vpc: { ...vpc, securityGroupIds: ['sg-0a1b2c3d', 'sg-1a2b3c4d'] } });
  return { monitor: stack.monitor, template: Template.fromStack(stack) };
}

interface Rule {
  CidrIp?: string;
  CidrIpv6?: string;
  IpProtocol: string;
  FromPort: number;
}

function rule({ CidrIp, CidrIpv6, IpProtocol, FromPort }: Rule): string {
  return `${CidrIp ?? CidrIpv6} ${IpProtocol} ${FromPort}`;
}
