import { CfnElement, type IResolvable, Reference, Tokenization } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import type { NotifyConfig } from '../config/resolved-config';
import type { NtpDriftMonitorProps } from '../ntp-drift-monitor-props';

/** Something of the app that a monitor is given. */
export interface GivenPart {
  /** Where it was given: `pageActions[0]`. */
  readonly path: string;
  readonly construct: IConstruct;
  /** The text or number that refers to it. */
  readonly reference?: string | number | IResolvable;
}

/** How deep a prop is searched: an action or a selection of subnets holds what it is about. */
const MAX_DEPTH = 3;

/**
 * The constructs that props name, by themselves, within actions and selections, or by references in texts. Chat channels
 * are left out, which aren't needed by the monitor, but need it.
 * @param notify of the props, or of the file that they were made of
 */
export function givenParts(props: NtpDriftMonitorProps, notify: NotifyConfig): GivenPart[] {
  const { slackChannel: _, teamsChannel: __, servers: ___, ...others } = props;
  return Object.entries({ ...others, notify }).flatMap(([path, value]) => partsOf(path, value, 0));
}

function partsOf(path: string, value: unknown, depth: number): GivenPart[] {
  if (Construct.isConstruct(value)) {
    const { masterKey } = value as unknown as Topic;
    return [
      { path, construct: value },
      ...(Construct.isConstruct(masterKey) ? [{ path, construct: masterKey }] : []),
    ];
  }
  if (typeof value === 'string' || typeof value === 'number' || Tokenization.isResolvable(value)) {
    return referencesIn(value).map((construct) => ({ path, construct, reference: value }));
  }
  if (typeof value !== 'object' || value === null || depth === MAX_DEPTH) {
    return [];
  }
  return Object.entries(value).flatMap(([key, each]) =>
    partsOf(nestedPath(path, key, value), each, depth + 1),
  );
}

/** What is inside an action, a selection or a code has no path of its own. */
function nestedPath(path: string, key: string, value: object): string {
  if (Array.isArray(value)) {
    return path === 'vpcSubnets' ? path : `${path}[${key}]`;
  }
  return path.startsWith('notify') ? `${path}.${key}` : path;
}

/** Elements of templates, parameters among them, whose values are part of a text or a number; or what they belong to. */
function referencesIn(value: string | number | IResolvable): IConstruct[] {
  return tokensOf(value)
    .filter((token) => Reference.isReference(token))
    .map(({ target }) => target)
    .filter((target) => CfnElement.isCfnElement(target))
    .map(({ node }) =>
      node.scope!.node.defaultChild?.node === node ? node.scope! : node.scope!.node.findChild(node.id),
    );
}

function tokensOf(value: string | number | IResolvable): IResolvable[] {
  if (typeof value === 'string') {
    return Tokenization.reverseString(value).tokens;
  }
  const token = typeof value === 'number' ? Tokenization.reverseNumber(value) : value;
  return token ? [token] : [];
}
