import { FUNCTION_MEMORY_MB } from '../../lib/config/policy';
import type { ColdResult } from '../cold/cold-campaign';
import type { Machine } from '../machine';
import type { Results } from '../results';
import type { WarmResult } from '../warm/warm-campaign';
import { COLD_GOAL, type Goal, goodEnoughMb, warmGoals } from './goals';
import { coldCostGrid, coldErrorGrid, toMarkdown, warmGrid } from './tables';

/** docs/accuracy/measured.md: the figures of results.json for people. */
export function page({ warm, cold }: Results): string {
  return `${[
    '# Measured accuracy',
    'Written by `npm run bench`; [accuracy.md](../accuracy.md) says what is measured, how, and what limits it. ' +
      'Errors in microseconds; offsets are server minus client. The true offset is 0.',
    ...(warm ? warmSection(warm.result, warm.machine) : []),
    ...(cold ? coldSection(cold.result, cold.machine) : []),
  ].join('\n\n')}\n`;
}

function warmSection(result: WarmResult, machine: Machine): string[] {
  const spacing = `The polite readings' samples are ${result.politeSpacingMs} ms apart unless it says otherwise.`;
  const failed = result.peers
    .filter(({ failures }) => failures.length > 0)
    .map(({ title, failures }) => `- ${title}: ${failures.length} failed readings, such as: ${failures[0]}`);
  const missing = result.missing.map(({ title, reason }) => `- ${title} is missing: ${reason}`);
  return [
    '## Warm, beside others',
    machineText(machine),
    '![Error of each client: median, p95 and p99](warm.svg)',
    `Medians and percentiles are those of |error| over all ${result.rounds} rounds. ${spacing}`,
    toMarkdown(warmGrid(result)),
    ...(failed.length + missing.length === 0 ? [] : [[...missing, ...failed].join('\n')]),
    goalsText(warmGoals(result)),
    `How each is run:\n\n${result.peers.map(({ title, how }) => `- ${title}: ${how}`).join('\n')}`,
  ];
}

function coldSection(result: ColdResult, machine: Machine): string[] {
  const missing = result.missing.map(({ memoryMb, reason }) => `- ${memoryMb} MB is missing: ${reason}`);
  const failed = result.configurations
    .filter(({ failures }) => failures.length > 0)
    .map(
      ({ memoryMb, failures }) => `- ${memoryMb ?? 'No quota'}: ${failures.length} failed: ${failures[0]}`,
    );
  return [
    '## Cold, under the CPU shares of Lambda',
    machineText(machine),
    'A fresh process a reading, through the deployed bundle: start, import, handler with fast pacing, publishing.',
    '![Error by memory size: median, p95 and p99](cold.svg)',
    toMarkdown(coldErrorGrid(result)),
    'What it costs, median / p95. CPU ms are those of import and handler; the whole process has the start of ' +
      "Node in it. Waits for CPU: how often an invocation's share of a period was used up.",
    toMarkdown(coldCostGrid(result)),
    ...(failed.length + missing.length === 0 ? [] : [[...missing, ...failed].join('\n')]),
    adviceText(result),
  ];
}

function adviceText(result: ColdResult): string {
  const good = goodEnoughMb(result);
  const verdict = good.includes(FUNCTION_MEMORY_MB) ? 'is among them' : 'is NOT among them';
  return (
    `Wanted: ${COLD_GOAL}. Memory sizes that give that: ${good.join(', ') || 'none'} MB; ` +
    `the default, ${FUNCTION_MEMORY_MB} MB, ${verdict}.`
  );
}

function goalsText(goals: readonly Goal[]): string {
  return goals
    .map(({ wanted, found, reached }) => `- ${reached ? 'Reached' : 'NOT reached'}: ${wanted} (${found}).`)
    .join('\n');
}

function machineText(machine: Machine): string {
  const { date, cores, cpu, kernel, node, chronyd, loadBefore, durationS } = machine;
  return (
    `${date.slice(0, 16).replace('T', ' ')} UTC, ${cores} cores (${cpu}), Linux ${kernel}, Node ${node}, ` +
    `chronyd ${chronyd}; load before ${loadBefore.toFixed(2)}; took ${Math.round(durationS / 60)} min.`
  );
}
