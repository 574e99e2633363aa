import { Construct } from 'constructs';
import { importedNetwork } from './compute/imported-network';
import { ConfigError, type Problem } from './config/config-error';
import { loadConfig } from './config/load';
import { monitorSchema } from './config/schema';
import { type MonitorResources, withConfig } from './intake';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';
import { wrongKinds } from './validation/prop-kinds';

/**
 * The props that a monitor.json says, and with them how the monitor is deployed.
 * @param id what the monitor is called in the scope
 * @throws ConfigError listing everything that is wrong with the file, and what is said twice
 */
export function propsFromFile(
  scope: Construct,
  id: string,
  { file, resources = {} }: { file: string; resources?: MonitorResources | undefined },
): NtpDriftMonitorProps {
  const ofWrongKind = wrongKinds(resources as NtpDriftMonitorProps);
  if (ofWrongKind.length > 0) {
    throw new ConfigError(file, ofWrongKind);
  }
  const { timeout } = resources;
  // One that is known only at deployment is refused with the other props.
  const config = loadConfig(file, timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds());
  const network = config.vpc && importedNetwork(new Construct(scope, `${id}Network`), config.vpc);
  const given = Object.entries(resources).filter(([, value]) => value !== undefined);
  const twice = given.flatMap(([path]) => saidTwice(path, network !== undefined && path in network));
  if (twice.length > 0) {
    throw new ConfigError(file, twice);
  }
  return withConfig(config, { ...network, ...Object.fromEntries(given) });
}

/** What the file has the last word on: of a prop beside it nothing would be heard. */
function saidTwice(path: string, isOfNetwork: boolean): Problem[] {
  if (isOfNetwork) {
    const expected = 'one of the two: the file has a VPC with subnets of its own; take "vpc" out of it';
    return [{ path, found: 'given beside the "vpc" of the file', expected }];
  }
  const isInFile = path === 'monitorName' || (path !== 'vpc' && path in monitorSchema.shape);
  const expected = 'it in the file, which says what is watched; props say how that is deployed';
  return isInFile ? [{ path, found: 'given beside the file', expected }] : [];
}
