import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A day. */
export const MAX_INTERVAL_S = 86_400;

/** When the next run starts: at an interval, or not while paused. A change takes effect at once. */
export class RunTimer extends EventEmitter<{ changed: [] }> {
  private lastMs = Number.NEGATIVE_INFINITY;
  private isPaused = false;
  private tookMs = 0;

  /** @param everyMs from the start of one run to the start of the next, ms */
  constructor(private intervalMs: number) {
    super();
  }

  get everyMs(): number {
    return this.intervalMs;
  }

  get paused(): boolean {
    return this.isPaused;
  }

  /** How long a period of the lab's time really lasts, ms: a run may take longer than the interval. */
  get actualPeriodMs(): number {
    return this.isPaused ? Number.POSITIVE_INFINITY : Math.max(this.intervalMs, this.tookMs);
  }

  /** The last period's runs took so long. */
  took(ms: number): void {
    this.tookMs = ms;
    this.emit('changed');
  }

  change({ everyMs, paused }: { everyMs?: number; paused?: boolean }): void {
    this.intervalMs = everyMs ?? this.intervalMs;
    this.isPaused = paused ?? this.isPaused;
    this.emit('changed');
  }

  /** Waits for the time of the next run; the first is at once. Ends early when the signal aborts. */
  async next(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (this.isPaused || this.remainingMs() > 0)) {
      await this.changeOrTimeout(signal);
    }
    this.lastMs = performance.now();
  }

  private remainingMs(): number {
    return this.lastMs + this.intervalMs - performance.now();
  }

  private async changeOrTimeout(signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const either = { signal: AbortSignal.any([signal, done.signal]) };
    const waits: Promise<unknown>[] = [once(this, 'changed', either)];
    if (!this.isPaused) {
      waits.push(sleep(Math.max(this.remainingMs(), 0), undefined, either));
    }
    await Promise.race(waits).catch(() => undefined);
    done.abort();
    await Promise.allSettled(waits);
  }
}
