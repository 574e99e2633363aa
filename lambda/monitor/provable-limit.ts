import type { Published } from './judge';

/** What one server's own exchange leaves open, ms. */
export interface ExchangeError {
  errorMs: number;
  /** The round trip, half of which is part of that; the rest is its clock: too coarse, or moving. */
  delayMs: number;
}

/** What can be proven of a server from where the function runs. @internal */
export interface ProvableLimit {
  /** The smallest limit, in ms, that this measurement proves the server to be within. */
  limitMs: number;
  /** The part of it that the exchange with the server costs, and the part that reference time costs, ms. */
  exchangeMs: number;
  referenceMs: number;
  /** What would lower it most. */
  advice: string;
}

/** @internal */
export function provableLimit(published: Published, exchange: ExchangeError): ProvableLimit {
  const { offsetMs, uncertaintyMs } = published;
  const referenceMs = Math.max(uncertaintyMs - exchange.errorMs, 0);
  return {
    limitMs: Math.abs(offsetMs) + uncertaintyMs,
    exchangeMs: Math.min(exchange.errorMs, uncertaintyMs),
    referenceMs,
    advice: limitAdvice(exchange, referenceMs),
  };
}

function limitAdvice({ errorMs, delayMs }: ExchangeError, referenceMs: number): string {
  if (errorMs < referenceMs) {
    return 'make reference time surer: by servers that all answer, are nearer to the function, and state a smaller distance';
  }
  return delayMs >= errorMs
    ? 'measure from a region nearer to it'
    : 'its own clock has to be read more finely (its precision), or to stand still while it is asked';
}

/** Why a limit is neither kept nor passed for certain, and what to do. */
export function provableLimitText(limitMs: number, published: Published, exchange: ExchangeError): string {
  const { offsetMs, uncertaintyMs } = published;
  const provable = provableLimit(published, exchange);
  return (
    `the limit of ${limitMs} ms lies inside ${offsetMs.toFixed(3)} +- ${uncertaintyMs.toFixed(3)} ms: ` +
    `${provable.exchangeMs.toFixed(3)} ms are the exchange with it, ${provable.referenceMs.toFixed(3)} ms reference ` +
    `time. A limit of ${provable.limitMs.toFixed(3)} ms could be proven from here; for less, ${provable.advice}`
  );
}
