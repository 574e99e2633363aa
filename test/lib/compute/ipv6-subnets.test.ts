import { Stack } from 'aws-cdk-lib';
import { type CfnSubnet, CfnSubnetCidrBlock, IpProtocol, type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { NtpDriftMonitor } from '../../../lib/ntp-drift-monitor';
import { CODE, newApp, SERVERS } from '../../../testkit/stack/synthesise';

test.each<[what: string, ipProtocol: IpProtocol, change: (subnet: CfnSubnet) => void, message: RegExp]>([
  [
    'has nothing to say of those that an override made dual-stack',
    IpProtocol.IPV4_ONLY,
    (subnet) => subnet.addPropertyOverride('Ipv6CidrBlock', '2001:db8::/64'),
    /^accepted$/,
  ],
  [
    'has nothing to say of those whose IPv6 block is a resource of its own',
    IpProtocol.IPV4_ONLY,
    (subnet) => {
      new CfnSubnetCidrBlock(subnet, 'Block', { subnetId: subnet.ref, ipv6CidrBlock: '2001:db8::/64' });
    },
    /^accepted$/,
  ],
  [
    'says that an override took the IPv6 block away',
    IpProtocol.DUAL_STACK,
    (subnet) => subnet.addPropertyDeletionOverride('Ipv6CidrBlock'),
    /these have no IPv6 block/,
  ],
  [
    'says that an override left IPv6 alone',
    IpProtocol.DUAL_STACK,
    (subnet) => subnet.addPropertyOverride('Ipv6Native', true),
    /Lambda takes no subnets that have IPv6 alone/,
  ],
])('synthesis %s', (_what, ipProtocol, change, message) => {
  const stack = new Stack(newApp(), 'Test');
  const ours = new Vpc(stack, 'Vpc', { maxAzs: 1, ipProtocol }) as IVpc;
  const monitor = new NtpDriftMonitor(stack, 'Monitor', {
    monitorName: 'test',
    servers: SERVERS,
    code: CODE,
    vpc: ours,
    ipv6: true,
  });
  change(ours.privateSubnets[0]!.node.defaultChild as CfnSubnet);
  expect(monitor.node.validate().join() || 'accepted').toMatch(message);
});
