import { z } from 'zod';
import { MAX_SECURITY_GROUPS } from '../aws-quotas';
import { FLAG, object, SECURITY_GROUP_ID, SUBNET_ID, VPC_ID } from '../fields';

/** At least one id, each once. */
function ids(kind: string, id: z.ZodString, max = Number.POSITIVE_INFINITY) {
  const list = z.array(id, { error: `a list of ${kind} ids` }).min(1, { error: `at least one ${kind} id` });
  const limited = Number.isFinite(max) ? list.max(max, { error: `at most ${max} ${kind} ids` }) : list;
  return limited.refine((all) => new Set(all).size === all.length, {
    error: `each ${kind} once; remove the id that is repeated`,
  });
}

/** The key `vpc` of monitor.json. */
export const vpc = object({
  id: VPC_ID.meta({ description: 'The VPC that the function runs in.' }),
  subnetIds: ids('subnet', SUBNET_ID).meta({
    uniqueItems: true,
    description:
      'Private subnets with a way out: NAT, or an egress-only internet gateway with "ipv6". A public subnet ' +
      'gives a function no internet access.',
  }),
  securityGroupIds: ids('security group', SECURITY_GROUP_ID, MAX_SECURITY_GROUPS)
    .optional()
    .meta({
      uniqueItems: true,
      description:
        "Security groups that let the function out to the servers' UDP ports, TCP 443, and UDP and TCP 53. " +
        'Default: one that does, and lets nobody in.',
    }),
  ipv6: FLAG.default(false).meta({
    description: 'True lets the function use IPv6; every subnet must then be dual-stack.',
  }),
});
