import type { AlarmDefinition } from './alarm-definition';

/** Where a message's links go. */
export interface AlarmLinks {
  /** The deployed dashboard; undefined where there is none. */
  readonly dashboardUrl: string | undefined;
  /** A URL at which the runbook is published; undefined: the dashboard has its text. */
  readonly runbook: string | undefined;
}

/**
 * An alarm's description, which stands in the mail above CloudWatch's own reason: what is wrong, what to do first,
 * since when, and where to look. CloudWatch takes 1,024 characters.
 */
export function alarmText(
  { title, problem, advice, toldAfterMinutes }: AlarmDefinition,
  { dashboardUrl, runbook }: AlarmLinks,
): string {
  return [
    problem,
    advice,
    `It began about ${minutesText(toldAfterMinutes)} before this alarm, or earlier.`,
    ...(dashboardUrl === undefined ? [] : [`Dashboard: ${dashboardUrl}`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}#${runbookAnchor(title)}`]),
  ].join('\n');
}

/** Minutes as people say them: `5 minutes`, `2 hours`. */
export function minutesText(minutes: number): string {
  const [value, unit] = minutes % 60 === 0 && minutes > 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return `${value} ${unit}${value === 1 ? '' : 's'}`;
}

/** The anchor that Markdown renderers give the section of that title. @internal */
export function runbookAnchor(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}
