/** What `onIdle` can count on. */
const IDLE_MS = 1000;

/** Finds the first moment at which every server that is still being sampled sleeps. */
export class IdleDetector {
  private readonly wakeUps = new Set<{ atMs: number }>();
  private called = false;

  constructor(
    private active: number,
    private readonly onIdle: (() => void) | undefined,
  ) {}

  /** A server's sampling is over. */
  leave(): void {
    this.active -= 1;
    this.callIfQuiet();
  }

  async sleepUntil(atMs: number): Promise<void> {
    const waitMs = atMs - performance.now();
    if (waitMs <= 0) {
      return;
    }
    const wakeUp = { atMs };
    this.wakeUps.add(wakeUp);
    this.callIfQuiet();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    this.wakeUps.delete(wakeUp);
  }

  private callIfQuiet(): void {
    if (this.called || this.active === 0 || this.wakeUps.size < this.active) {
      return;
    }
    const nextMs = Math.min(...[...this.wakeUps].map((wakeUp) => wakeUp.atMs));
    if (nextMs - performance.now() >= IDLE_MS) {
      this.called = true;
      this.onIdle?.();
    }
  }
}
