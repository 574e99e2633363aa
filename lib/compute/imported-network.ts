import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { VpcConfig } from '../config/resolved-config';

/** The VPC by its ids alone: nothing is looked up, so that synthesis needs no account. */
export function importedNetwork(scope: Construct, { id, subnetIds, securityGroupIds, ipv6 }: VpcConfig) {
  // The construct library insists on zones and route tables, which nothing here depends on.
  const subnets = subnetIds.map((subnetId) =>
    Subnet.fromSubnetAttributes(scope, subnetId, { subnetId, routeTableId: 'unused' }),
  );
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: id, availabilityZones: ['unused'] });
  // Their rules are their owners': nothing is added to them.
  const securityGroups = securityGroupIds?.map((groupId) =>
    SecurityGroup.fromSecurityGroupId(scope, groupId, groupId, { mutable: false }),
  );
  return { vpc, vpcSubnets: { subnets }, ...(securityGroups && { securityGroups }), ipv6 };
}
