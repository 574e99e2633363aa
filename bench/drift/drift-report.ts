import type { Machine } from '../machine';
import type { ColdStartCell } from './cold-starts';
import type { CostResult } from './cost';
import type { DriftingCell } from './drifting';
import type { EstimatorCell } from './estimator-table';
import type { HealthyResult } from './healthy';
import type { RealCell } from './real-servers';
import { driftingSection, healthySection, tableSection } from './sections-of-simulation';
import { chronydSection, coldStartSection, costSection } from './sections-of-use';

/** Everything that the benchmark found; parts that were left out are empty. */
export interface DriftResults {
  machine: Machine;
  /** Seconds of CPU, by part. */
  cpuS: Record<string, number>;
  table: EstimatorCell[];
  healthy: HealthyResult[];
  drifting: DriftingCell[];
  coldStarts: ColdStartCell[];
  chronyd: RealCell[];
  cost: CostResult | null;
}

/** The results as a page of docs/. */
export function driftPage(results: DriftResults): string {
  const { machine } = results;
  const cpuMinutes = Object.values(results.cpuS).reduce((sum, seconds) => sum + seconds, 0) / 60;
  return `# Drift: how fast, how sure, how long

How well the monitor tells the rate of a server's clock, when it warns, and what it costs. Made by \`npm run bench:drift\`;
all numbers are in [drift.json](drift.json). Cells that are weak are shown like all others.

${machine.date.slice(0, 16).replace('T', ' ')} UTC, ${machine.cores} cores (${machine.cpu}), Linux ${machine.kernel}, Node \
${machine.node}, chronyd ${machine.chronyd}; ${Math.round(cpuMinutes)} min of CPU.

A path of "20/10" has 20 ms of round trip and queues that add 10 ms to each way in the mean (exponentially distributed).
The monitor reads once a minute, the best of 4 samples; three voters on the same path are the reference, as noisy as the
server itself. Rates are in ppm: 1 ppm is 86 ms a day. Everything is simulated unless it says chronyd.

${tableSection(results.table)}

${healthySection(results.healthy)}

${driftingSection(results.drifting)}

${coldStartSection(results.coldStarts)}

${chronydSection(results.chronyd)}

${costSection(results.cost)}

## Again

\`npm run bench:drift\` runs everything; \`-- --quick\` a few minutes of it, for a look; \`-- --only table,drifting\` some
parts, and takes the others as they were. The simulated parts give the same numbers for the same code, the parts with
chronyd those of the machine.
`;
}
