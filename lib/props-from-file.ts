import { Construct } from 'constructs';
import { importedNetwork } from './compute/imported-network';
import { ConfigError } from './config/config-error';
import { loadConfig } from './config/load';
import { type MonitorResources, withConfig } from './intake';
import type { NtpDriftMonitorProps } from './ntp-drift-monitor-props';

/**
 * The props that a monitor.json says, and with them how the monitor is deployed.
 * @param id what the monitor is called in the scope
 * @throws ConfigError listing everything that is wrong with the file
 */
export function propsFromFile(
  scope: Construct,
  id: string,
  { file, resources = {} }: { file: string; resources?: MonitorResources | undefined },
): NtpDriftMonitorProps {
  const { timeout } = resources;
  // One that is known only at deployment is refused with the other props.
  const config = loadConfig(file, timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds());
  const network = config.vpc && importedNetwork(new Construct(scope, `${id}Network`), config.vpc);
  const given = Object.entries(resources).filter(([, value]) => value !== undefined);
  const twice = given.filter(([key]) => network && key in network).map(([key]) => key);
  if (twice.length > 0) {
    const found = 'given beside the "vpc" of the file';
    const expected = 'one of the two: the file has a VPC with subnets of its own; take "vpc" out of it';
    throw new ConfigError(
      file,
      twice.map((path) => ({ path, found, expected })),
    );
  }
  return withConfig(config, { ...network, ...Object.fromEntries(given) });
}
