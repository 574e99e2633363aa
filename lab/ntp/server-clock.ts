import { type Clock, calibrate, SYSTEM_TIME } from '../../lambda/ntp/clock/local-clock';

/** What is asked of the lab's own knowledge of the time, ms: servers of its tests are a microsecond off and more. */
const GOOD_HALF_WIDTH_MS = 0.001;
/** A few ticks of the wall clock. */
const BUDGET_MS = 5;
const MAX_TRIES = 200;

/** A machine under load has no time for the lab, whose readings nobody bounds: it waits until it knows the time. */
function calibratePatiently(source = SYSTEM_TIME): Clock {
  let clock = calibrate(source, BUDGET_MS);
  for (let tries = 1; tries < MAX_TRIES && clock.halfWidthMs > GOOD_HALF_WIDTH_MS; tries += 1) {
    clock = calibrate(source, BUDGET_MS);
  }
  return clock;
}

/** True time as the lab knows it: this machine's wall clock, calibrated, shared by all of its servers. */
export class TrueTime {
  private clock: Clock = calibratePatiently();

  /**
   * Follows the wall clock when the host's own NTP daemon has stepped it, as the function does at the start
   * of every run.
   * @param aheadMs how far true time is to be ahead of that, whole ms
   */
  recalibrate(aheadMs = 0): void {
    this.clock = calibratePatiently({ ...SYSTEM_TIME, wallMs: () => SYSTEM_TIME.wallMs() + aheadMs });
  }

  get epochMs(): number {
    return this.clock.epochMs;
  }

  /** Milliseconds since `epochMs` at an instant of `performance.now()`. */
  wallMs(monotonicMs: number): number {
    return this.clock.wallMs(monotonicMs);
  }
}

/** A server's clock: ahead of true time by so much at a known instant, and running too fast by so much. */
export class ServerClock {
  private aheadAtSetMs = 0;
  /** In true time, ms since 1970. */
  private setAtMs: number;
  private driftPpm = 0;

  constructor(private readonly trueTime: TrueTime) {
    this.setAtMs = this.trueMs(performance.now());
  }

  /** Steps the clock to `offsetMs` ahead of true time, where given, and lets it drift by `driftPpm` from now on. */
  set({ offsetMs, driftPpm }: { offsetMs?: number | undefined; driftPpm?: number | undefined }): void {
    const now = performance.now();
    this.aheadAtSetMs = offsetMs ?? this.aheadMs(now);
    this.setAtMs = this.trueMs(now);
    this.driftPpm = driftPpm ?? this.driftPpm;
  }

  /** How far the clock is ahead of true time at an instant of `performance.now()`, ms: the truth to test against. */
  aheadMs(monotonicMs: number = performance.now()): number {
    return this.aheadAtSetMs + (this.trueMs(monotonicMs) - this.setAtMs) * this.driftPpm * 1e-6;
  }

  private trueMs(monotonicMs: number): number {
    return this.trueTime.epochMs + this.trueTime.wallMs(monotonicMs);
  }
}
