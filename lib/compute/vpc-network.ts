import { Annotations, Stack } from 'aws-cdk-lib';
import {
  CfnSubnet,
  CfnSubnetCidrBlock,
  type ISecurityGroup,
  type ISubnet,
  type IVpc,
  type SelectedSubnets,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { quoted } from '../config/checks/known-later';
import { ConfigError, type Problem } from '../config/config-error';
import { nameForRefusals } from '../intake';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';
import { deployedProperties } from '../validation/deployed-properties';
import { createSecurityGroup } from './security-group';
import { membershipProblems } from './vpc-membership';

/** Where in a VPC the function runs. */
export interface VpcNetwork {
  readonly vpc: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
  readonly ipv6: boolean;
}

/**
 * The function's place in a VPC. Synthesis says what the subnets lack, and what the NTP servers there must let in.
 * @param ports UDP ports of the servers
 * @returns undefined outside any VPC
 * @throws ConfigError for public subnets, or none, and for what is of another VPC
 */
export function createNetwork(
  scope: Construct,
  { vpc, vpcSubnets, ipv6 = false, securityGroups }: NtpDriftMonitorProps,
  ports: readonly number[],
): VpcNetwork | undefined {
  if (!vpc) {
    return undefined;
  }
  const udp = [...new Set(ports)].sort((a, b) => a - b).join(', ');
  if (securityGroups) {
    Annotations.of(scope).addInfoV2(
      'ntp-drift-monitor:own-security-groups',
      `The security groups that were given must let the function out: UDP ${udp} to the NTP servers, TCP 443 to ` +
        "CloudWatch, and UDP and TCP 53 to name servers other than the VPC's own.",
    );
  }
  Annotations.of(scope).addInfoV2(
    'ntp-drift-monitor:rules-at-the-servers',
    `NTP servers inside AWS need two rules: their security group lets in UDP ${udp} from the function's security group; ` +
      `and their network ACL lets in UDP ${udp} from the function's subnets, and out UDP 1024-65535 to them.`,
  );
  const groups = securityGroups ?? [];
  refuseProblems(
    scope,
    membershipProblems(
      vpc,
      groups.map(({ securityGroupId }, i) => ({ path: `securityGroups[${i}]`, id: securityGroupId })),
    ),
  );
  judgeSubnets(scope, vpc, vpcSubnets, ipv6);
  return {
    vpc,
    ...(vpcSubnets && { vpcSubnets }),
    securityGroups: securityGroups ?? [createSecurityGroup(scope, vpc, ports, ipv6)],
    ipv6,
  };
}

function judgeSubnets(
  scope: Construct,
  vpc: IVpc,
  selection: SubnetSelection | undefined,
  ipv6: boolean,
): void {
  const { subnets, hasPublic, isPendingLookup } = select(scope, vpc, selection);
  if (subnets.length === 0 && !isPendingLookup) {
    throw nothingSelected(scope, vpc, 'none');
  }
  if (hasPublic) {
    const expected =
      'private subnets with a way out, by NAT or an egress-only gateway: a function in a public one has no internet ' +
      'access';
    throw new ConfigError(nameForRefusals(scope), [
      { path: 'vpcSubnets', found: pathsOf(subnets), expected },
    ]);
  }
  refuseProblems(
    scope,
    membershipProblems(
      vpc,
      subnets.map(({ subnetId }) => ({ path: 'vpcSubnets', id: subnetId })),
    ).slice(0, 1),
  );
  const isolated = subnets.filter(({ subnetId }) =>
    vpc.isolatedSubnets.some((each) => each.subnetId === subnetId),
  );
  if (isolated.length > 0) {
    Annotations.of(scope).addWarningV2(
      'ntp-drift-monitor:isolated-subnets',
      `${pathsOf(isolated)}: isolated subnets have no way out. The function reaches NTP servers of the VPC only, and ` +
        'publishes only through an interface endpoint for "monitoring" whose security group lets it in; write ' +
        'servers as addresses, or as names that the VPC resolves.',
    );
  }
  // What is in the app can still change until synthesis.
  scope.node.addValidation({ validate: () => addressErrors(subnets, ipv6) });
}

function refuseProblems(scope: Construct, problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new ConfigError(nameForRefusals(scope), problems);
  }
}

/** The construct library itself refuses a type or a group of subnets that a VPC doesn't have. */
function select(scope: Construct, vpc: IVpc, selection: SubnetSelection | undefined): SelectedSubnets {
  try {
    return vpc.selectSubnets(selection);
  } catch {
    const { subnetType, subnetGroupName } = selection ?? {};
    const wanted = subnetType ?? subnetGroupName;
    throw nothingSelected(
      scope,
      vpc,
      wanted ? `${quoted(wanted)}, which ${vpc.node.path} does not have` : 'none',
    );
  }
}

function nothingSelected(scope: Construct, vpc: IVpc, found: string): ConfigError {
  const kinds = { private: vpc.privateSubnets, isolated: vpc.isolatedSubnets, public: vpc.publicSubnets };
  const had = Object.entries(kinds).flatMap(([kind, { length }]) => (length > 0 ? `${length} ${kind}` : []));
  const expected = `a selection that finds a subnet of the VPC, which has ${had.join(', ') || 'none that this app knows'}`;
  return new ConfigError(nameForRefusals(scope), [{ path: 'vpcSubnets', found, expected }]);
}

/** Lambda takes subnets with IPv4, and with `ipv6` only those that have both. */
function addressErrors(subnets: readonly ISubnet[], ipv6: boolean): string[] {
  const which = (isMeant: (properties: Record<string, unknown>, subnet: CfnSubnet) => boolean) =>
    subnets.filter(({ node }) => {
      const resource = node.tryFindChild('Subnet');
      return CfnSubnet.isCfnSubnet(resource) && isMeant(deployedProperties(resource), resource);
    });
  const ipv6Only = which(({ Ipv6Native }) => Ipv6Native === true);
  const ipv4Only = which(
    ({ Ipv6CidrBlock, Ipv6IpamPoolId }, subnet) =>
      !Ipv6CidrBlock && !Ipv6IpamPoolId && !hasBlockBeside(subnet),
  );
  return [
    ...(ipv6Only.length > 0
      ? [
          `${pathsOf(ipv6Only)}: Lambda takes no subnets that have IPv6 alone. Use dual-stack ones with "ipv6": true.`,
        ]
      : []),
    ...(ipv6 && ipv4Only.length > 0
      ? [
          `${pathsOf(ipv4Only)}: with "ipv6": true Lambda takes dual-stack subnets only, and these have no IPv6 block.`,
        ]
      : []),
  ];
}

/** Whether a resource of its own gives a subnet its IPv6 addresses. */
function hasBlockBeside(subnet: CfnSubnet): boolean {
  const stack = Stack.of(subnet);
  return stack.node
    .findAll()
    .some(
      (each) =>
        CfnSubnetCidrBlock.isCfnSubnetCidrBlock(each) &&
        JSON.stringify(stack.resolve(each.subnetId)) === JSON.stringify(stack.resolve(subnet.ref)),
    );
}

function pathsOf(subnets: readonly ISubnet[]): string {
  return subnets.map(({ node }) => node.path).join(', ');
}
