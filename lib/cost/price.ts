import type { Problem } from '../config/config-error';
import { PRICES, type Price, type PriceKey } from './prices';

/** How much of everything a month takes. */
export type Quantities = Record<PriceKey, number>;

export interface CostLine {
  /** What is paid for. */
  key: PriceKey;
  /** How much of it a month has, in the unit of its price. */
  quantity: number;
  /** USD a month. */
  usd: number;
}

export interface Cost {
  /** A line for each price, in their order. */
  lines: readonly CostLine[];
  /** USD a month. */
  totalUsd: number;
  /** What was taken for granted of this very monitor, as sentences. */
  assumptions: readonly string[];
}

/** What a month costs at list price. Pure: where the quantities come from is `quantities.ts`. */
export function costOf(quantities: Quantities, assumptions: readonly string[] = []): Cost {
  const lines = (Object.keys(PRICES) as PriceKey[]).map((key) => ({
    key,
    quantity: quantities[key],
    usd: priceOf(PRICES[key], quantities[key]),
  }));
  return { lines, totalUsd: lines.reduce((sum, { usd }) => sum + usd, 0), assumptions };
}

/** What a month costs at most in another commercial region, USD. */
export function elsewhereUsd({ lines }: Pick<Cost, 'lines'>): number {
  return lines.reduce((sum, { key, usd }) => sum + usd * ((PRICES[key] as Price).elsewhere ?? 1), 0);
}

/** What is wrong with a cost that must not exceed a ceiling. Both USD a month. */
export function ceilingProblems({ lines, totalUsd }: Cost, ceilingUsd: number | undefined): Problem[] {
  if (ceilingUsd === undefined || totalUsd <= ceilingUsd) {
    return [];
  }
  const biggest = lines.reduce((most, line) => (line.usd > most.usd ? line : most));
  const expected =
    `at least the ${dollars(totalUsd)} a month that this configuration costs; the biggest part of it is ` +
    `"${PRICES[biggest.key].what}" with ${dollars(biggest.usd)}: raise the ceiling, or watch less, more slowly, or ` +
    'with "detail": "fleet"';
  return [{ path: 'costCeilingUsd', found: String(ceilingUsd), expected }];
}

export function dollars(usd: number): string {
  return usd.toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

function priceOf({ usd }: Price, quantity: number): number {
  if (typeof usd === 'number') {
    return usd * quantity;
  }
  let from = 0;
  let sum = 0;
  for (const tier of usd) {
    sum += Math.max(Math.min(quantity, tier.upTo) - from, 0) * tier.usd;
    from = tier.upTo;
  }
  return sum;
}
