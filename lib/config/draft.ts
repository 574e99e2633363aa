import { DEFAULTS } from '../../lambda/monitor/defaults';
import type { Detail, ReferenceSource, Server } from '../../lambda/monitor/event';
import type { MaintenanceWindow } from '../../lambda/monitor/maintenance';
import { stackName } from './names';
import type { ResolvedConfig } from './resolved-config';
import type { ParsedSchedule } from './schedule-expression';
import { type MonitorValues, monitorSchema, type ServerValues } from './schema';
import { detailOf, divideServers } from './shards';

/**
 * A configuration as far as its single values are valid, with its defaults. An `undefined` is a value that was refused
 * already, so that a check neither repeats that nor draws conclusions from it.
 */
export interface Draft {
  readonly name: string | undefined;
  readonly schedule: ParsedSchedule | undefined;
  readonly reference: ReferenceSource | undefined;
  readonly detail: Detail;
  readonly maintenance: readonly MaintenanceWindow[];
  readonly servers: readonly (Server | undefined)[];
  /** Whether something that was refused may stand for several of them: a text, a list, or no list at all. */
  readonly mayBeMore: boolean;
  /** The valid servers, as schedules would ask them. */
  readonly shards: readonly (readonly Server[])[];
  /** The function's timeout, ms. */
  readonly timeoutMs: number;
}

/** Values of monitor.json as they were read; of those that were refused, none. */
export type ValidValues = {
  [Key in 'name' | 'schedule' | 'limitMs' | 'reference' | 'detail' | 'maintenance']?:
    | MonitorValues[Key]
    | undefined;
} & { servers: readonly (ServerValues | undefined)[]; mayBeMore?: boolean };

/** Fills in what is left out, as far as that is known. */
export function toDraft(values: ValidValues, timeoutMs: number): Draft {
  const { name, schedule, reference, maintenance = [], mayBeMore = false } = values;
  const servers = values.servers.map((server) => server && complete(server, values));
  const detail = detailOf(values.detail, servers.length);
  const valid = servers.filter((server) => server !== undefined);
  // A reference that was refused is taken for the one that makes runs longer.
  const shards = divideServers(valid, { detail, reference: reference ?? 'consensus' });
  return { name, schedule, reference, detail, maintenance, servers, mayBeMore, shards, timeoutMs };
}

/** The values that are valid, of an input that as a whole is not. */
export function validValues(input: unknown): ValidValues {
  const { shape } = monitorSchema;
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const listed = nonEmptyList(given.servers) ?? [undefined];
  const servers = listed.map((server) => shape.servers.element.safeParse(server).data);
  return {
    name: shape.name.safeParse(given.name).data,
    schedule: shape.schedule.safeParse(given.schedule).data,
    limitMs: shape.limitMs.safeParse(given.limitMs).data,
    reference: shape.reference.safeParse(given.reference).data,
    detail: shape.detail.safeParse(given.detail).data,
    maintenance: shape.maintenance.safeParse(given.maintenance).data,
    servers,
    mayBeMore: servers.some((server, i) => server === undefined && !isObject(listed[i])),
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns undefined for what is refused as a list of servers, whatever is in it */
function nonEmptyList(value: unknown): unknown[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

/** A server with what follows from the rest: its name is its host's, its limit the monitor's. */
function complete(server: ServerValues, { limitMs = DEFAULTS.limitMs }: ValidValues): Server {
  return { ...server, name: server.name ?? server.host, limitMs: server.limitMs ?? limitMs };
}

/**
 * Makes a configuration of values that were all found valid.
 * @param draft of the same values
 */
export function resolve(values: MonitorValues, draft: Draft): ResolvedConfig {
  const servers = draft.servers.filter((server) => server !== undefined);
  return {
    name: values.name,
    stackName: values.stackName ?? stackName(values.name),
    schedule: values.schedule,
    timeZone: values.timeZone,
    limitMs: values.limitMs,
    reference: values.reference,
    maxVoterDistanceMs: values.maxVoterDistanceMs,
    detail: draft.detail,
    servers,
    voters: servers.filter(({ role }) => role === 'reference'),
    shards: draft.shards,
    history: values.history,
    alarms: values.alarms,
    notify: values.notify,
    runbook: values.runbook,
    maintenance: values.maintenance,
    logRetentionDays: values.logRetentionDays,
    costCeilingUsd: values.costCeilingUsd,
    vpc: values.vpc,
  };
}
