import { type CfnResource, Stack } from 'aws-cdk-lib';

/** As much of a resource as `_toCloudFormation`, which the construct library calls at synthesis, says of it. */
interface Rendered {
  readonly Resources: Readonly<Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>>;
}

/** A resource's properties as the template has them: with what `addPropertyOverride` and others have set or deleted. */
export function deployedProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  const rendered = (resource as unknown as { _toCloudFormation(): object })._toCloudFormation();
  const { Resources } = Stack.of(resource).resolve(rendered) as Rendered;
  return Object.values(Resources)[0]?.Properties ?? {};
}
