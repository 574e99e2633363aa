import { PACING } from '../../../lambda/monitor/defaults';
import type { Problem } from '../config-error';
import type { Draft } from '../draft';
import * as limits from '../policy';
import type { ResolvedConfig } from '../resolved-config';
import { toEvents } from '../schedule-input';

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
export function fewVote({ reference, detail, servers }: Draft): Problem[] {
  const voters = servers.filter((server) => server?.role === 'reference').length;
  const sharded = detail === 'fleet' && servers.length > limits.SERVERS_PER_SHARD;
  if (reference !== 'consensus' || !sharded || voters <= limits.MAX_SHARED_VOTERS) {
    return [];
  }
  const expected =
    `at most ${limits.MAX_SHARED_VOTERS} voters in a fleet of more than ${limits.SERVERS_PER_SHARD}, because ` +
    'each of its shards asks all of them; give the others "role": "target"';
  return [{ path: 'servers', found: `a list with ${voters} voting servers`, expected }];
}

/** A fleet's servers are in its schedules' inputs, and these in the template. */
export function inputsFit(config: ResolvedConfig): Problem[] {
  const inputs = toEvents(config).map((event) => JSON.stringify(event));
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
export function hurriedVoters(config: ResolvedConfig): { everyMs: number; shards: number } | undefined {
  const shards = config.reference === 'consensus' ? config.shards.length : 1;
  const polite = config.voters.some(({ pacing }) => pacing === 'polite');
  const everyMs = config.schedule.shortestGapMs / (shards * PACING.polite.samples);
  return shards > 1 && polite && everyMs < limits.MIN_POLITE_GAP_MS ? { everyMs, shards } : undefined;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} KB`;
}
