import { InvalidArgumentError } from 'commander';

/** When to tell: outside the range, both ends included in it, or inside of it. */
export interface ThresholdRange {
  /** As it was written; performance data repeat it. */
  text: string;
  low: number;
  high: number;
  inside: boolean;
}

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)`;
const RANGE = new RegExp(`^(@?)(?:(~|${NUMBER})?:)?(${NUMBER})?$`);

/**
 * `10`, `10:`, `~:10`, `10:20`, `@10:20`: Monitoring Plugins Development Guidelines, "Threshold and Ranges".
 * @throws InvalidArgumentError for anything else
 */
export function thresholdRange(text: string): ThresholdRange {
  const [, at, start, end] = RANGE.exec(text) ?? [];
  const low = start === '~' ? Number.NEGATIVE_INFINITY : Number(start ?? 0);
  const high = end === undefined ? Number.POSITIVE_INFINITY : Number(end);
  if (at === undefined || (start === undefined && end === undefined) || low > high) {
    throw new InvalidArgumentError(
      'expected seconds, or a range of them as monitoring plugins take it: 0.5, 0.5:, ~:0.5, 0.1:0.5 or @0.1:0.5',
    );
  }
  return { text, low, high, inside: at === '@' };
}

/** Whether a value is one to tell of. */
export function alerts({ low, high, inside }: ThresholdRange, value: number): boolean {
  return (value >= low && value <= high) === inside;
}
