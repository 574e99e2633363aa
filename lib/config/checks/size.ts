import { PACING } from '../../../lambda/monitor/defaults';
import type { Problem } from '../config-error';
import * as limits from '../policy';
import { readSchedule } from '../schedule-expression';
import type { MonitorConfig, ServerConfig } from '../schema';
import { detailOf, shardServers, toEvents } from '../shards';
import type { Draft } from './together';

/** The servers that are valid: a list can be judged by its size before every server is. */
function valid({ servers }: Draft): ServerConfig[] {
  return servers.flatMap((server) => server ?? []);
}

/** Metrics and alarms for every server go only so far. */
export function fullDetailFits({ detail, servers }: Draft): Problem[] {
  if (detail !== 'full' || servers.length <= limits.MAX_FULL_DETAIL_SERVERS) {
    return [];
  }
  const expected =
    `at most ${limits.MAX_FULL_DETAIL_SERVERS} with "detail": "full": each takes two alarms, and a CloudFormation stack ` +
    'holds 500 resources; set "detail": "fleet", or divide them among several monitors';
  return [{ path: 'servers', found: `a list of ${servers.length}`, expected }];
}

/** Every shard measures every voter: many would leave a shard no room, and be asked too often themselves. */
export function fewVote(draft: Draft): Problem[] {
  const servers = valid(draft);
  const voters = servers.filter(({ role }) => role === 'reference').length;
  const sharded = detailOf(draft) === 'fleet' && servers.length > limits.SERVERS_PER_SHARD;
  if (draft.reference !== 'consensus' || !sharded || voters <= limits.MAX_SHARED_VOTERS) {
    return [];
  }
  const expected =
    `at most ${limits.MAX_SHARED_VOTERS} voters in a fleet of more than ${limits.SERVERS_PER_SHARD}, because ` +
    'each of its shards asks all of them; give the others "role": "target"';
  return [{ path: 'servers', found: `a list with ${voters} voting servers`, expected }];
}

/** A fleet's servers are in its schedules' inputs, and these in the template. */
export function inputsFit(draft: Draft): Problem[] {
  const { name, reference, detail } = draft;
  const servers = valid(draft);
  if (name === undefined || reference === undefined || servers.length < draft.servers.length) {
    return [];
  }
  // What else a configuration holds doesn't reach an event.
  const rest = { schedule: '', limitMs: 1, notify: { email: [] } } as unknown as MonitorConfig;
  const events = toEvents({ ...rest, name, reference, servers, ...(detail && { detail }) });
  const inputs = events.map((event) => JSON.stringify(event));
  const problems: Problem[] = [];
  const longest = Math.max(...inputs.map((input) => Buffer.byteLength(input)));
  if (longest > limits.MAX_INPUT_BYTES) {
    problems.push({
      path: 'servers',
      found: `a list that takes ${kilobytes(longest)} of a schedule's input`,
      expected: `at most ${kilobytes(limits.MAX_INPUT_BYTES)}; shorten names and hosts`,
    });
  }
  // In the template each input is a text within JSON, with a backslash before every quotation mark.
  const inTemplate = inputs.reduce((sum, input) => sum + Buffer.byteLength(JSON.stringify(input)), 0);
  if (inTemplate > limits.MAX_TEMPLATE_INPUT_BYTES) {
    problems.push({
      path: 'servers',
      found: `a list that takes ${kilobytes(inTemplate)} of the template`,
      expected:
        `at most ${kilobytes(limits.MAX_TEMPLATE_INPUT_BYTES)}, because CloudFormation takes 1 MB in all; leave out ` +
        'what is the same for most servers, shorten names, or divide them among several monitors',
    });
  }
  return problems;
}

/**
 * How often a fleet asks its voters, if that is more often than their operators put up with.
 * @returns ms between two requests to a voter, on average; undefined when that is fine
 */
export function hurriedVoters(config: MonitorConfig): { everyMs: number; shards: number } | undefined {
  const shards = config.reference === 'consensus' ? shardServers(config).length : 1;
  const polite = config.servers.some(({ role, pacing }) => role === 'reference' && pacing === 'polite');
  const everyMs = readSchedule(config.schedule).shortestGapMs / (shards * PACING.polite.samples);
  return shards > 1 && polite && everyMs < limits.MIN_POLITE_GAP_MS ? { everyMs, shards } : undefined;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} KB`;
}
