/** Under this, a timer is too coarse to wait with (its steps are 1 ms). */
const TIMER_STEP_MS = 2;

/**
 * Lets senders go one at a time, `gapMs` apart, in the order in which they asked. Between two of them the
 * event loop comes round, so that replies are stamped as they arrive and the receive buffer never fills.
 *
 * @returns a function whose promise resolves when it is the caller's turn
 */
export function createPacer(gapMs: number, now: () => number = () => performance.now()): () => Promise<void> {
  let queue: (() => void)[] = [];
  let next = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let running = false;

  const pump = (): void => {
    if (next === queue.length) {
      queue = [];
      next = 0;
      running = false;
      return;
    }
    const waitMs = lastMs + gapMs - now();
    if (waitMs > TIMER_STEP_MS) {
      setTimeout(pump, waitMs - TIMER_STEP_MS / 2);
      return;
    }
    if (waitMs <= 0) {
      lastMs = now();
      queue[next++]?.();
    }
    setImmediate(pump);
  };

  return () =>
    new Promise((resolve) => {
      queue.push(resolve);
      if (!running) {
        running = true;
        pump();
      }
    });
}
