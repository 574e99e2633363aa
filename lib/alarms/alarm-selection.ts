import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { quoted } from '../config/checks/known-later';
import type { CreatedAlarm } from './create-alarms';

/** Which alarms are meant; what is left out selects nothing. */
export interface AlarmSelection {
  /**
   * `none` are those that only a composite alarm tells of.
   * @default - any
   */
  readonly severity?: 'page' | 'warn' | 'none';
  /**
   * The verdict or condition: `outside`, `unusable`, `not watching` and so on.
   * @default - any
   */
  readonly kind?: string;
  /**
   * The name of a server.
   * @default - any, and the monitor's own
   */
  readonly server?: string;
}

/**
 * @returns the alarms that fit, in their order
 * @throws Error for a kind or a server that no alarm has
 */
export function selectAlarms(
  created: readonly CreatedAlarm[],
  { severity, kind, server }: AlarmSelection,
): AlarmBase[] {
  refuseUnknown('kind', kind, titlesOf(created));
  refuseUnknown('server', server, serversOf(created));
  return created
    .filter(
      ({ definition }) =>
        (severity === undefined || definition.severity === severity) &&
        (kind === undefined || definition.title === kind) &&
        (server === undefined || definition.server === server),
    )
    .map(({ alarm }) => alarm);
}

/** @throws Error listing the alarms that there are */
export function findAlarm(
  created: readonly CreatedAlarm[],
  kind: string,
  server: string | undefined,
): AlarmBase {
  const found = created.find(({ definition }) => definition.title === kind && definition.server === server);
  if (!found) {
    const own = kindsOf(created.filter(({ definition }) => definition.server === undefined));
    const ofServer = kindsOf(
      created.filter(({ definition }) => definition.server === (server ?? definition.server)),
    );
    const what = `${quoted(kind)} of the ${server === undefined ? 'monitor' : `server ${quoted(server)}`}`;
    throw new Error(
      `There is no alarm ${what}; the monitor itself has ${own}` +
        (server === undefined || ofServer === '' ? '.' : `, the server ${ofServer}.`),
    );
  }
  return found.alarm;
}

/** How many names a message has: a fleet may have thousands. */
const MAX_LISTED = 20;

function refuseUnknown(what: 'kind' | 'server', wanted: string | undefined, known: readonly string[]): void {
  if (wanted !== undefined && !known.includes(wanted)) {
    const more = known.length - MAX_LISTED;
    const listed = known.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
    throw new Error(
      `There is no alarm of the ${what} ${quoted(wanted)}; there are alarms of ${listed || 'none'}.`,
    );
  }
}

function kindsOf(created: readonly CreatedAlarm[]): string {
  return titlesOf(created).join(', ');
}

function titlesOf(created: readonly CreatedAlarm[]): string[] {
  return [...new Set(created.map(({ definition }) => definition.title))];
}

function serversOf(created: readonly CreatedAlarm[]): string[] {
  return [...new Set(created.flatMap(({ definition }) => definition.server ?? []))];
}
