import { growthPlot } from '../report/plot';

/** What one invocation cost and found, for a fleet of `servers`. */
export interface FleetResult {
  servers: number;
  requests: number;
  /** Requests without a usable reply. */
  lost: number;
  /** Wall time of the invocation, publishing included, and without the spacing between polite samples, ms. */
  wallMs: number;
  besideSpacingMs: number;
  cpuMs: number;
  /** Peak resident memory of the whole process, MB. */
  peakMb: number;
  medianUs: number;
  p99Us: number;
  maxUs: number;
  /** Metrics that arrived at the stand-in, and the requests that brought them. */
  metrics: number;
  puts: number;
}

/** The results as a page of docs/. */
export function fleetMarkdown(results: readonly FleetResult[]): string {
  const rows = results.map((each) =>
    [
      each.servers,
      each.requests,
      each.lost,
      (each.besideSpacingMs / 1000).toFixed(2),
      (each.cpuMs / 1000).toFixed(2),
      each.peakMb.toFixed(0),
      each.medianUs.toFixed(1),
      each.p99Us.toFixed(1),
      each.maxUs.toFixed(1),
      each.metrics,
      each.puts,
    ].join(' | '),
  );
  return [
    '# One invocation, ten to ten thousand servers',
    '',
    'Made by `npm run bench:fleet`: the deployed bundle in a fresh process with the memory flags of Lambda, one real',
    'chronyd that answers at as many loopback addresses as there are servers, polite pacing (4 samples 2 s apart),',
    'metrics published over HTTP to the stand-in. The true offset is 0; errors are in microseconds.',
    '',
    '![Time, CPU, memory and error by the number of servers](fleet.svg)',
    '',
    '| Servers | Requests | Lost | Seconds beside the spacing | CPU s | Peak MB | Median | p99 | Max | Metrics | Puts |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/** What grows with the fleet, and what must not, as a Vega-Lite specification. */
export function fleetPlot(results: readonly FleetResult[]): object {
  const quantities: Record<string, (result: FleetResult) => number> = {
    'Seconds beside the spacing': (result) => result.besideSpacingMs / 1000,
    'CPU seconds': (result) => result.cpuMs / 1000,
    'Peak resident MB': (result) => result.peakMb,
    'p99 of |error|, microseconds': (result) => result.p99Us,
  };
  const points = Object.entries(quantities).flatMap(([quantity, of]) =>
    results.map((result) => ({ x: result.servers, y: of(result), quantity })),
  );
  return growthPlot(points, 'servers');
}
