import { median, quantile } from '../statistics';

/** A claim that was checked: true was `truthMs`, claimed `offsetMs +- uncertaintyMs`. */
export interface Claim {
  truthMs: number;
  offsetMs: number;
  uncertaintyMs: number;
  /** What the uncertainty has to be by the terms that are stated for it, computed independently. */
  statedMs?: number;
  /** The round trip; half of it is the least that any uncertainty can be. */
  delayMs?: number;
  /** Whatever helps to understand a violation. */
  evidence: object;
}

export interface TallySummary {
  claims: number;
  violations: number;
  /** Claimed uncertainty / stated terms: 1 is as it should be, more is padding. Null: was not compared. */
  padding: { median: number; smallest: number; largest: number } | null;
  /** Claimed uncertainty / half of the delay, median; null: no single exchange stands behind a claim. */
  perHalfDelay: number | null;
  /** |error| / uncertainty: how much of it was needed. 1 is the limit. */
  used: { median: number; p99: number; largest: number };
  uncertaintyMs: { smallest: number; median: number; largest: number };
  /** What could not be checked, by why. */
  leftOut: Record<string, number>;
}

/** Nanoseconds are what timestamps are printed in; less is no violation. */
const ROUNDING_MS = 2e-6;

/** Counts claims and keeps those that are false. */
export class CampaignTally {
  claims = 0;
  readonly violations: Claim[] = [];
  private readonly paddings: number[] = [];
  private readonly perHalfDelay: number[] = [];
  private readonly used: number[] = [];
  private readonly uncertainties: number[] = [];
  private readonly leftOut: Record<string, number> = {};

  add(claim: Claim): void {
    const { truthMs, offsetMs, uncertaintyMs, statedMs, delayMs } = claim;
    const errorMs = Math.abs(offsetMs - truthMs);
    // Written so that NaN is a violation.
    if (!(errorMs <= uncertaintyMs + ROUNDING_MS)) {
      this.violations.push(claim);
    }
    this.claims += 1;
    if (Number.isFinite(errorMs / uncertaintyMs)) {
      this.used.push(errorMs / uncertaintyMs);
      this.uncertainties.push(uncertaintyMs);
    }
    if (statedMs !== undefined) {
      this.paddings.push(uncertaintyMs / statedMs);
    }
    if (delayMs !== undefined) {
      this.perHalfDelay.push(uncertaintyMs / (delayMs / 2));
    }
  }

  leaveOut(because: string): void {
    this.leftOut[because] = (this.leftOut[because] ?? 0) + 1;
  }

  /** @throws RangeError when nothing was checked */
  summary(): TallySummary {
    const { paddings } = this;
    return {
      claims: this.claims,
      violations: this.violations.length,
      padding:
        paddings.length === 0
          ? null
          : { median: median(paddings), smallest: quantile(paddings, 0), largest: quantile(paddings, 1) },
      perHalfDelay: this.perHalfDelay.length === 0 ? null : median(this.perHalfDelay),
      used: { median: median(this.used), p99: quantile(this.used, 0.99), largest: quantile(this.used, 1) },
      uncertaintyMs: {
        smallest: quantile(this.uncertainties, 0),
        median: median(this.uncertainties),
        largest: quantile(this.uncertainties, 1),
      },
      leftOut: { ...this.leftOut },
    };
  }
}
