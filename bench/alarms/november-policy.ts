import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MONITORS, type MonitorName } from '../../testkit/battery/battery-monitors';
import { type Deployed, deployed, deployedAs } from '../../testkit/scenarios/deployed';

/** Alarms, topics and queues as they were deployed in November 2026 at a run a minute: 3 bad runs of 6. */
const FILE_OF_TEMPLATES = path.join(__dirname, 'november-2026.json.gz');

/** The lab's maths has what today's templates have, and no AND: what is true is 1, and the product says the same. */
const withoutAnd = (json: string) => json.replaceAll(/IF\((\w+ >= 0) AND (\w+ < \d+), /g, 'IF(($1) * ($2), ');

const templates = JSON.parse(withoutAnd(gunzipSync(readFileSync(FILE_OF_TEMPLATES)).toString('utf8')));

/** Whether the policy of November is at hand for a monitor. */
export function hasNovemberPolicy(monitor: MonitorName, minutes: number): boolean {
  return minutes === 1 && monitor in templates;
}

/** The alarms of November over what today's function publishes. */
export function novemberPolicy(monitor: MonitorName): Deployed {
  const { events } = deployed(MONITORS[monitor], 1);
  return { ...deployedAs(templates[monitor], 1), events };
}
