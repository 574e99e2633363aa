/**
 * A monitor's name as the names of resources take it: letters, digits, hyphens and underscores, at most 64
 * (EventBridge Scheduler's limit, the shortest of those that matter).
 */
export function resourceName(monitorName: string): string {
  return monitorName.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64);
}

/** The stack of a monitor.json. CloudFormation takes no underscores in its name. */
export function stackName(monitorName: string): string {
  return `NtpDrift-${resourceName(monitorName).replaceAll('_', '-')}`;
}

/** Alarms of one monitor stand together in a list that is sorted by name, and those of a server within it. */
export function alarmName(monitorName: string, ...rest: readonly string[]): string {
  return [monitorName, ...rest].join(' ');
}
