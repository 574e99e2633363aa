import { significant } from '../report/number';
import type { ColdStartCell } from './cold-starts';
import type { CostResult } from './cost';
import { percentText, tableOf } from './markdown-table';
import { CHRONYD, type RealCell } from './real-servers';

const MAX_CPU_MS = 0.5;
const MAX_BUNDLE_KB = 6;
const MAX_DIRECT_RATIO = 15;
const MIN_POOLED_COVERAGE = 0.92;

export function coldStartSection(cells: readonly ColdStartCell[]): string {
  const rows = cells.map(({ path, ppm, warmPpm, coldPpm, coldCoverage, evaluations }) => [
    ...[path, String(ppm), significant(warmPpm), significant(coldPpm)],
    ...[percentText(coldCoverage), String(evaluations)],
  ]);
  return `## Cold starts every two hours

Memory is lost every two hours and read back from the monitor's metrics: whole minutes, offsets and delays alone, with
runs that begin up to 4 s late. Root mean square of the error, ppm, over twelve hours, beside a memory that was never lost.

${tableOf(['Path', 'ppm', 'Warm', 'Read back', 'Truth in interval, read back', 'n'], rows)}`;
}

export function chronydSection(cells: readonly RealCell[]): string {
  const names = [...new Set(cells.map(({ estimator }) => estimator))];
  const rows = (['direct', 'relay'] as const).flatMap((way) =>
    names.map((name) => {
      const own = cells.filter((each) => each.way === way && each.estimator === name);
      const all = own.find(({ truePpm }) => truePpm === 'all');
      return [
        way === 'direct' ? 'direct' : 'behind 10 ms of jitter',
        name === 'ours' ? '**ours**' : name,
        ...own.map(({ medianErrorPpm }) => (medianErrorPpm === null ? '-' : significant(medianErrorPpm))),
        all?.coverage == null ? '-' : percentText(all.coverage),
        String(all?.runs ?? 0),
      ];
    }),
  );
  return `## Real servers, beside chronyd

chronyds whose private clocks gain 0, 1, 10 and 100 ppm, for 64 s: read by the product once a second (best of 8 samples, behind jitter of 4), and
watched by another chronyd that polls once a second and stamps packets in the kernel. Median of the absolute error, ppm,
and how often the stated interval held the truth (chronyd's is its skew).

${tableOf(['Way', 'Estimator', '0 ppm', '1 ppm', '10 ppm', '100 ppm', 'all', 'truth in interval', 'n'], rows)}

${chronydGoals(cells)}`;
}

function chronydGoals(cells: readonly RealCell[]): string {
  const find = (way: RealCell['way'], estimator: string) =>
    cells.find((each) => each.way === way && each.estimator === estimator && each.truePpm === 'all');
  const [direct, relay] = [find('direct', 'ours'), find('relay', 'ours')];
  const [chronyDirect, chronyRelay] = [find('direct', CHRONYD), find('relay', CHRONYD)];
  if (
    !direct?.medianErrorPpm ||
    !relay?.medianErrorPpm ||
    !chronyDirect?.medianErrorPpm ||
    !chronyRelay?.medianErrorPpm
  ) {
    return 'Real servers are missing here: chronyd was not found.';
  }
  const ratio = direct.medianErrorPpm / chronyDirect.medianErrorPpm;
  const held = (direct.coverage! * direct.runs + relay.coverage! * relay.runs) / (direct.runs + relay.runs);
  return [
    goal(
      relay.medianErrorPpm <= chronyRelay.medianErrorPpm,
      'behind jitter no worse than chronyd',
      `${significant(relay.medianErrorPpm)} against ${significant(chronyRelay.medianErrorPpm)} ppm`,
    ),
    goal(
      ratio <= MAX_DIRECT_RATIO,
      `direct within ${MAX_DIRECT_RATIO} x chronyd, which has kernel stamps`,
      `${significant(ratio)} x`,
    ),
    goal(
      held >= MIN_POOLED_COVERAGE,
      `the interval holds the truth in ${percentText(MIN_POOLED_COVERAGE)} of all runs`,
      percentText(held),
    ),
  ].join('\n');
}

export function costSection(cost: CostResult | null): string {
  if (!cost) {
    return '';
  }
  const rateKb = cost.bundleBytes.rate / 1024;
  return `## What it costs

${goal(cost.cpuMs.median <= MAX_CPU_MS, `at most ${MAX_CPU_MS} ms of CPU a server and run, six hours of minutes warm`, `${significant(cost.cpuMs.median)} ms in the median, ${significant(cost.cpuMs.least)} at best; a busy machine makes it more`)}
${goal(rateKb <= MAX_BUNDLE_KB, `at most ${MAX_BUNDLE_KB} KB of minified bundle`, `${significant(rateKb)} KB; early signs are ${significant(cost.bundleBytes.earlySigns / 1024)} KB more`)}`;
}

function goal(isReached: boolean, wanted: string, found: string): string {
  return `- ${isReached ? 'Reached' : 'NOT reached'}: ${wanted} (${found}).`;
}
