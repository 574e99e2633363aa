import type { ColdConfiguration, ColdResult, Spread } from '../cold/cold-campaign';
import { OURS } from '../warm/ours';
import type { WarmResult } from '../warm/warm-campaign';
import { ratio, signed, significant } from './number';

/** A heading and rows of as many cells; the first column is text, the others are numbers. */
export interface Grid {
  head: string[];
  rows: string[][];
}

/** Clients by p95 (a client that shows whole milliseconds has a median of 0), each against the product's readings. Microseconds. */
export function warmGrid({ peers }: WarmResult): Grid {
  const medianOf = (id: string) => peers.find((peer) => peer.id === id)?.medianAbs;
  const [fast, polite] = [medianOf(OURS.fast), medianOf(OURS.polite)];
  return {
    head: [
      'Client',
      ...['n', 'median', 'p95', 'p99', 'max', 'signed median', 'medians of the rounds'],
      ...['samples', 'to our fast', 'to our polite'],
    ],
    rows: [...peers]
      .sort((a, b) => a.p95Abs - b.p95Abs)
      .map((peer) => [
        peer.title,
        String(peer.n),
        ...[peer.medianAbs, peer.p95Abs, peer.p99Abs, peer.maxAbs].map(significant),
        signed(peer.signedMedian),
        peer.roundMedians.map(significant).join(' / '),
        peer.samples,
        ratio(peer.medianAbs, fast),
        ratio(peer.medianAbs, polite),
      ]),
  };
}

/** What became of the readings, by CPU share. Microseconds. */
export function coldErrorGrid({ configurations }: ColdResult): Grid {
  return {
    head: [
      ...['Memory', 'share of a core', 'n', 'median', 'p95', 'p99', 'max', 'signed median'],
      ...['uncertainty, median', 'truth inside'],
    ],
    rows: configurations.map((each) => [
      memoryText(each),
      each.share === null ? 'all' : `${significant(each.share * 100)} %`,
      String(each.n),
      ...[each.medianAbs, each.p95Abs, each.p99Abs, each.maxAbs].map(significant),
      signed(each.signedMedian),
      significant(each.uncertainty.median),
      `${each.contained} of ${each.n}`,
    ]),
  };
}

/** What they cost: median / p95. Milliseconds, MB, and GB-seconds as Lambda bills them. */
export function coldCostGrid({ configurations }: ColdResult): Grid {
  const both = ({ median, p95 }: Spread) => `${significant(median)} / ${significant(p95)}`;
  return {
    head: [
      ...['Memory', 'import ms', 'handler ms', 'CPU ms', 'whole process ms', 'its CPU ms', 'peak RSS MB'],
      ...['waits for CPU', 'GB-s'],
    ],
    rows: configurations.map((each) => [
      memoryText(each),
      ...[each.importMs, each.handlerMs, each.functionCpuMs, each.wallMs, each.cpuMs, each.peakRssMb].map(
        both,
      ),
      significant(each.throttledPerInvocation),
      each.memoryMb === null ? '-' : significant(gigabyteSeconds(each)),
    ]),
  };
}

/** Of the median invocation, import included: Lambda bills the initialisation of an environment, too. */
export function gigabyteSeconds({ memoryMb, importMs, handlerMs }: ColdConfiguration): number {
  return ((memoryMb ?? 0) / 1024) * ((importMs.median + handlerMs.median) / 1000);
}

function memoryText({ memoryMb }: ColdConfiguration): string {
  return memoryMb === null ? 'no quota' : `${memoryMb} MB`;
}

export function toMarkdown({ head, rows }: Grid): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
