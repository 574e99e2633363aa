import { Stack } from 'aws-cdk-lib';
import {
  CfnSecurityGroup,
  CfnSecurityGroupVpcAssociation,
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NtpDriftMonitorProps } from '../../../lib/ntp-drift-monitor-props';
import { deploy, newApp } from '../../../testkit/stack/synthesise';

type Props = Partial<NtpDriftMonitorProps>;

// The casts: aws-cdk-lib's classes do not satisfy its interfaces under exactOptionalPropertyTypes.
const vpcOf = (stack: Stack, id: string) => new Vpc(stack, id, { maxAzs: 1 }) as IVpc;
const importedVpc = (scope: Construct, id: string) =>
  Vpc.fromVpcAttributes(scope, id, {
    vpcId: id,
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-0a1b2c3d'],
    privateSubnetRouteTableIds: ['rtb-0a1b2c3d'],
  });
const groupOf = (stack: Stack, vpc: IVpc) => new SecurityGroup(stack, 'Group', { vpc }) as ISecurityGroup;

/** What a monitor in the VPC `Ours` says to props; `accepted` where it takes them. */
function refusalOf(make: (stack: Stack, ours: IVpc) => Props): string {
  const stack = new Stack(newApp(), 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  const vpc = vpcOf(stack, 'Ours');
  try {
    deploy({ vpc, ...make(stack, vpc) }, stack);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

const ofTheirs = (path: string, what: string) =>
  `NtpDriftMonitor Test/Monitor has a problem:\n  ${path} is Test/${what}, which is in the VPC Test/Theirs; ` +
  "expected one of the function's VPC, Test/Ours.";

describe('refused is, of another VPC of the app,', () => {
  test.each<[what: string, message: string, make: (stack: Stack, ours: IVpc) => Props]>([
    [
      'a security group',
      ofTheirs('securityGroups[0]', 'Group'),
      (stack) => ({ securityGroups: [groupOf(stack, vpcOf(stack, 'Theirs'))] }),
    ],
    [
      'a security group by its id',
      ofTheirs('securityGroups[0]', 'Raw'),
      (stack) => {
        const { vpcId } = vpcOf(stack, 'Theirs');
        const { attrGroupId } = new CfnSecurityGroup(stack, 'Raw', { groupDescription: 'raw', vpcId });
        return {
          securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', attrGroupId) as ISecurityGroup],
        };
      },
    ],
    [
      'a subnet',
      ofTheirs('vpcSubnets', 'Theirs/PrivateSubnet1'),
      (stack) => ({ vpcSubnets: { subnets: vpcOf(stack, 'Theirs').privateSubnets } }),
    ],
    [
      'a subnet that was made alone',
      ofTheirs('vpcSubnets', 'Alone'),
      (stack) => {
        const { vpcId } = vpcOf(stack, 'Theirs');
        const at = { availabilityZone: 'eu-west-1a', cidrBlock: '10.0.9.0/24' };
        return { vpcSubnets: { subnets: [new Subnet(stack, 'Alone', { vpcId, ...at })] } };
      },
    ],
  ])('%s', (_, message, make) => {
    expect(refusalOf(make)).toBe(message);
  });
});

test('a security group of another imported VPC is refused by the ids', () => {
  const make = (stack: Stack) => ({
    vpc: importedVpc(stack, 'vpc-0a1b2c3d'),
    securityGroups: [groupOf(stack, importedVpc(stack, 'vpc-0a1b2c3e'))],
  });
  expect(refusalOf(make)).toContain(
    "is Test/Group, which is in the VPC vpc-0a1b2c3e; expected one of the function's VPC, vpc-0a1b2c3d.",
  );
});

test.each<[what: string, make: (stack: Stack, ours: IVpc) => Props]>([
  ['of the VPC', (stack, ours) => ({ securityGroups: [groupOf(stack, ours)] })],
  [
    'of a VPC that was imported twice',
    (stack) => ({
      vpc: importedVpc(stack, 'vpc-0a1b2c3d'),
      securityGroups: [groupOf(stack, importedVpc(new Construct(stack, 'Beside'), 'vpc-0a1b2c3d'))],
    }),
  ],
  [
    'that is beside a VPC that is still to be looked up',
    (stack) => {
      const imported = importedVpc(stack, 'vpc-0a1b2c3d');
      return {
        vpc: Vpc.fromLookup(stack, 'Looked', { vpcName: 'ours' }),
        vpcSubnets: { subnets: imported.privateSubnets },
        securityGroups: [groupOf(stack, imported)],
      };
    },
  ],
  [
    'of a VPC by its id, which may be that of this app',
    (stack) => ({ securityGroups: [groupOf(stack, importedVpc(stack, 'vpc-0a1b2c3d'))] }),
  ],
  [
    'associated with the VPC',
    (stack, ours) => {
      const group = groupOf(stack, vpcOf(stack, 'Theirs'));
      new CfnSecurityGroupVpcAssociation(stack, 'Both', {
        groupId: group.securityGroupId,
        vpcId: ours.vpcId,
      });
      return { securityGroups: [group] };
    },
  ],
])('a security group %s is taken', (_, make) => {
  expect(refusalOf(make)).toBe('accepted');
});
