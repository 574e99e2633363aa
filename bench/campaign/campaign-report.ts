import type { Traffic } from '../../testkit/ntp/udp-relay';
import type { TallySummary } from './campaign-tally';
import type { Lies } from './liars';
import { type OwnClockRow, ownClockTable } from './own-clock-table';
import type { SilenceTally } from './silence';

/** Everything that one campaign found. */
export interface CampaignResult {
  seed: number;
  /** ISO 8601 */
  date: string;
  node: string;
  cpu: string;
  tookS: number;
  /** Packets that passed through relays. */
  traffic: Traffic;
  readings: TallySummary;
  elections: TallySummary;
  lies: Lies;
  /** Elections without a network, in which anyone may be silent. */
  silent: Omit<SilenceTally, 'violations'> & { violations: number };
  /** Empty: libfaketime wasn't there. */
  ownClock: OwnClockRow[];
  /** Null: chronyd wasn't there. */
  chronyd: TallySummary | null;
}

/** The result as a page of docs/. */
export function campaignMarkdown(result: CampaignResult): string {
  const { traffic, lies, silent } = result;
  return `# The uncertainty is honest

Every reading is published as \`offset +- uncertainty\`. This page shows that the truth lies in there, always, and
that the uncertainty is no larger than it has to be. Made by \`npm run bench:uncertainty\`.

| | Readings | Elections | Readings of chronyd |
|---|---|---|---|
${rows(result)}

Seed ${result.seed}, ${result.date.slice(0, 10)}, Node ${result.node}, ${result.cpu}, ${result.tookS} s. \
Networks carried ${traffic.arrived} packets, lost ${traffic.lost}, doubled ${traffic.duplicated} and let \
${traffic.overtook} overtake.
Of ${lies.told} lies ${lies.named} were named; ${lies.slandered} honest voters were outvoted by mistake.

Of ${silent.elections} elections without a network, with any minority lying, anyone silent and kin among the voters,
${silent.known} found reference time. Of ${silent.judged} voters' offsets judged in them,
${percent(silent.narrower / Math.max(silent.judged, 1))} are narrower than against reference time alone. \
Truth outside, a lost proof or a published number that contradicts one: **${silent.violations}**.

## By a clock that gains or loses

The function's clocks, both of them, at rates that no comparison of the two shows; 3 voters and 47 targets, polite.

${ownClockTable(result.ownClock)}

## What is stated

| Term | Covers | Source |
|---|---|---|
| delay / 2 | nobody knows how the two ways shared the delay: the worst is all of it one way | RFC 5905, section 10 |
| 2^precision | how coarse the server's clock is; it stamps twice, and may err once up and once down | RFC 5905, section 7.3 |
| a quarter of T4's lateness | half of what the offset was corrected by, should that be too much | [clock](../decisions/0001-clock.md) |
| the clock's rate x (T4 - T1) | what the function's clock may go wrong during the exchange: the rate that the run's samples allow, 2,000 ppm where they say no more | [clock](../decisions/0001-clock.md) |
| the clock's rate x the time to the instant of comparison | and what it may go wrong until then; mostly nothing, for servers are compared at an instant at which all were asked | [clock](../decisions/0001-clock.md) |
| the bound of reference time | the farthest point that the statements of all heard voters hold but for as many as may lie: less than half of the configured; a statement is the voter's own terms above + root delay / 2 + root dispersion. With \`reference: "clock"\`: how well the clock could be read, and how far it moved during the run | [selection](../decisions/0003-selection.md), [clock](../decisions/0001-clock.md) |

## How it is checked

- **Readings.** Whole runs: 5 honest voters and 125 servers, all behind relays of their own, whose network changes
  from run to run: up to 100 ms each way, constant or jittered, one way only or both, with up to 30 % of packets
  lost, doubled or overtaking. Servers are from a microsecond to an hour off and drift by up to 500 ppm. Truth is the
  server's own clock at the instant at which it answered. Servers, relays and function share one process and its
  monotonic clock, so it is known to the nanosecond; no tolerance is granted beyond that.
- **Elections.** 4 to 9 voters, a minority of which lies: 10 microseconds to 10 minutes off, claiming a distance from
  10 microseconds to half a second, together or each alone. Three in ten are silent, free-running, followers of another
  voter, or state no dispersion, be they honest or not. Truth is the lab's time. Runs without reference time are left
  out and counted where too few voters were heard, or too few honest ones: there, none is promised.
- **Elections without a network.** 3 to 9 voters, up to the most that may lie, anyone silent, some of them kin: the
  selection and the judgement of voters alone, a million times. Errors and claims are often the largest that is allowed.
- **Readings of chronyd.** Real servers, stepped by up to 2 s, behind the same networks, judged against the function's
  own clock, which they share. Truth is what chronyd itself says.
- **Padding** is published uncertainty / stated terms; below 1 for voters, which are judged by the others. The terms are
  computed a second time from the published fields alone, by code that shares nothing with the function 
  (\`bench/campaign/oracle.ts\`).
- **Needed** is |error| / uncertainty. That some readings need nearly all of it is the best proof that it could not be
  smaller: a network whose whole delay lies one way does that.

A violation is printed in full and ends the campaign with exit code 1. \`test/bench/campaign.slow.test.ts\` runs a
small one with every \`npm run test:slow\`; \`test/lambda/monitor/uncertainty.test.ts\` states the same as properties.

## What is not covered

- A majority that lies in the same way is believed, and its lie is reference time.
- A server that claims more precision, or a shorter root distance, than it has shifts its own reading and vote.
- A host that slews its wall clock and its monotonic clock alike by more than 2,000 ppm while servers are asked back
  to back, or by more than 100,000 ppm at all: see [clock](../decisions/0001-clock.md). One whose wall clock alone is
  moved by more than 15 ppm has no readings at all.
- An honest voter may be called a falseticker when liars agree with some of the honest ones on a point that is not the
  truth. The bound holds all the same.

## Again

\`npm run bench:uncertainty -- [--seed N] [--readings N] [--elections N] [--chronyd N] [--own N] [--dry]\`; the numbers are also in
[uncertainty.json](uncertainty.json). The same seed draws the same networks, clocks and lies; the machine's own
microseconds differ.
`;
}

function rows({ readings, elections, chronyd }: CampaignResult): string {
  const lines: [string, (summary: TallySummary) => string][] = [
    ['checked', ({ claims }) => String(claims)],
    ['**truth outside**', ({ violations }) => `**${violations}**`],
    ['uncertainty, median (ms)', ({ uncertaintyMs }) => uncertaintyMs.median.toFixed(3)],
    ['smallest (ms)', ({ uncertaintyMs }) => uncertaintyMs.smallest.toFixed(4)],
    ['largest (ms)', ({ uncertaintyMs }) => uncertaintyMs.largest.toFixed(3)],
    ['uncertainty / (delay / 2), median', ({ perHalfDelay }) => perHalfDelay?.toFixed(2) ?? ''],
    ['padding, median', ({ padding }) => padding?.median.toFixed(6) ?? ''],
    ['padding, largest', ({ padding }) => padding?.largest.toFixed(6) ?? ''],
    ['needed, median', ({ used }) => percent(used.median)],
    ['needed, p99', ({ used }) => percent(used.p99)],
    ['needed, most', ({ used }) => percent(used.largest)],
    ['left out', ({ leftOut }) => leftOutText(leftOut)],
  ];
  const columns = [readings, elections, chronyd];
  return lines
    .map(([name, show]) => `| ${[name, ...columns.map((each) => (each ? show(each) : ''))].join(' | ')} |`)
    .join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function leftOutText(leftOut: Record<string, number>): string {
  return (
    Object.entries(leftOut)
      .map(([because, count]) => `${count}: ${because}`)
      .join('; ') || 'none'
  );
}
