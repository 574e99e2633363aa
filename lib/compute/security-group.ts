import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/**
 * A security group that lets the function out to NTP servers and CloudWatch, and nobody in.
 * @param ports UDP ports of the servers
 */
export function createSecurityGroup(
  scope: Construct,
  vpc: IVpc,
  ports: readonly number[],
  ipv6: boolean,
): ISecurityGroup {
  const group = new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: 'NTP drift monitor: out to NTP servers and CloudWatch',
    allowAllOutbound: false,
  });
  const peers = ipv6 ? [Peer.anyIpv4(), Peer.anyIpv6()] : [Peer.anyIpv4()];
  for (const peer of peers) {
    for (const port of [...new Set(ports)].sort((a, b) => a - b)) {
      group.addEgressRule(peer, Port.udp(port), 'NTP');
    }
    group.addEgressRule(peer, Port.tcp(443), 'CloudWatch');
  }
  return group;
}
