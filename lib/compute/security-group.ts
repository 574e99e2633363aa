import { type ISecurityGroup, type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

const DNS = 53;

/**
 * A security group that lets the function out to NTP servers, CloudWatch and name servers, and nobody in.
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
    description: 'NTP drift monitor: out to NTP servers, CloudWatch and DNS',
    allowAllOutbound: false,
  });
  const peers = ipv6 ? [Peer.anyIpv4(), Peer.anyIpv6()] : [Peer.anyIpv4()];
  for (const peer of peers) {
    for (const port of [...new Set(ports)].filter((each) => each !== DNS).sort((a, b) => a - b)) {
      group.addEgressRule(peer, Port.udp(port), 'NTP');
    }
    group.addEgressRule(peer, Port.tcp(443), 'CloudWatch');
    // Needed where the VPC's DHCP options name other servers than AWS's own, which no rule applies to.
    group.addEgressRule(peer, Port.udp(DNS), 'DNS');
    group.addEgressRule(peer, Port.tcp(DNS), 'DNS, long answers');
  }
  return group;
}
