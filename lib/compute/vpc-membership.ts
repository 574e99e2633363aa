import { Reference, Token, Tokenization } from 'aws-cdk-lib';
import {
  CfnSecurityGroup,
  CfnSecurityGroupVpcAssociation,
  CfnSubnet,
  CfnVPC,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { Problem } from '../config/config-error';

/** What `Vpc.fromLookup` says until the CLI has looked the VPC up. */
const DUMMY_VPC = 'vpc-12345';

/** Something in a VPC that a monitor is given. */
interface VpcMember {
  readonly path: string;
  /** The id of a security group or a subnet. */
  readonly id: string;
}

/** What is known to be in another VPC than the function: Lambda would refuse it at deployment. */
export function membershipProblems(vpc: IVpc, members: readonly VpcMember[]): Problem[] {
  const here = identityOf(vpc.vpcId);
  return members.flatMap(({ path, id }) => {
    const [target] = targetsOf(id);
    const isMember =
      CfnSubnet.isCfnSubnet(target) || (CfnSecurityGroup.isCfnSecurityGroup(target) && !isShared(target));
    const there = isMember ? identityOf(target.vpcId) : undefined;
    // An id that is written may be that of a VPC of this app, which is deployed already.
    return here && there && here.isLiteral === there.isLiteral && here.text !== there.text
      ? [
          {
            path,
            found: `${pathOf(target!)}, which is in the VPC ${there.text}`,
            expected: `one of the function's VPC, ${here.text}`,
          },
        ]
      : [];
  });
}

/** A VPC by its id, or by the construct that it is in this app; undefined for what only deployment knows. */
function identityOf(vpcId: unknown): { text: string; isLiteral: boolean } | undefined {
  if (typeof vpcId !== 'string' || vpcId === DUMMY_VPC) {
    return undefined;
  }
  if (!Token.isUnresolved(vpcId)) {
    return { text: vpcId, isLiteral: true };
  }
  const [target] = targetsOf(vpcId);
  return CfnVPC.isCfnVPC(target) ? { text: pathOf(target), isLiteral: false } : undefined;
}

/** A security group can be associated with further VPCs of its region. */
function isShared({ node }: CfnSecurityGroup): boolean {
  return node.root.node
    .findAll()
    .some((each) => CfnSecurityGroupVpcAssociation.isCfnSecurityGroupVpcAssociation(each));
}

/** What people named, without what the construct library put in it. */
function pathOf({ node }: IConstruct): string {
  return node.path.replace(/\/(Resource|Subnet)$/, '');
}

function targetsOf(text: string) {
  return Tokenization.reverseString(text)
    .tokens.filter((token) => Reference.isReference(token))
    .map(({ target }) => target);
}
