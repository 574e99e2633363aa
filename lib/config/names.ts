import { createHash } from 'node:crypto';
import { MAX_SCHEDULE_NAME_LENGTH } from './aws-quotas';

/** Hex digits that tell apart names which would look the same: by accident, one pair in four billion. */
const HASH_DIGITS = 8;

/** A text as names of resources take it: letters, digits, hyphens and underscores, at most 64. Not unique. */
export function resourceText(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, MAX_SCHEDULE_NAME_LENGTH);
}

/**
 * A monitor's name as the names of resources take it: letters, digits, hyphens and underscores, at most 64.
 * Different monitors have different ones: the second would otherwise take the first one's resources over.
 */
export function resourceName(monitorName: string): string {
  return distinct(monitorName, resourceText(monitorName));
}

/**
 * The stack of a monitor.json, as distinct as `resourceName`. CloudFormation takes no underscores in its name; case
 * makes a difference to it.
 */
export function stackName(monitorName: string): string {
  return `NtpDrift-${distinct(monitorName, resourceText(monitorName).replaceAll('_', '-'))}`;
}

/** Alarms of one monitor stand together in a list that is sorted by name, and those of a server within it. */
export function alarmName(monitorName: string, ...rest: readonly string[]): string {
  return [monitorName, ...rest].join(' ');
}

/** A name for a text that people read, in a place which holds so many characters: its end is left out. */
export function shortened(name: string, longest: number): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 3)}...`;
}

/** What had to be changed of a name carries a hash of it; a name that could stay is its own. */
function distinct(name: string, changed: string): string {
  if (changed === name) {
    return name;
  }
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_DIGITS);
  return `${changed.slice(0, MAX_SCHEDULE_NAME_LENGTH - HASH_DIGITS - 1)}-${hash}`;
}
