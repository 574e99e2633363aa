/**
 * The least time between two requests of a run, whoever they go to. A tenth of a millisecond is what Node needs
 * to handle one exchange: faster, and replies would wait in the receive buffer, late, or be lost.
 */
export const SEND_GAP_MS = 0.1;

/**
 * Lets senders go one at a time, `gapMs` apart, in the order in which they asked. Between two of them the
 * event loop comes round, so that replies are stamped as they arrive and the receive buffer never fills. It
 * never sleeps: timers are too coarse for gaps below a millisecond, which are what this is for.
 *
 * @returns a function whose promise resolves when it is the caller's turn
 */
export function createPacer(gapMs: number, now: () => number = () => performance.now()): () => Promise<void> {
  let queue: (() => void)[] = [];
  let next = 0;
  let lastMs = -Infinity;
  let running = false;

  const pump = (): void => {
    if (next === queue.length) {
      queue = [];
      next = 0;
      running = false;
      return;
    }
    if (now() - lastMs >= gapMs) {
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
