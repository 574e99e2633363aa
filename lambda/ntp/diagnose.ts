import type { Ignored, Stray } from './client';
import { isPlausible } from './clock-filter';
import { formatAddress } from './dns/address';
import { isSynchronised } from './packet';
import type { Sampled } from './sampling';
import { strayText } from './stray-text';

/** What is known of a server that was asked. */
export interface Symptoms {
  sampled: Sampled;
  ignored: Ignored;
  /** The last packet that came instead of an answer. */
  stray?: Stray | undefined;
  /** How long ago it answered in an earlier run of this process, ms. */
  answeredAgoMs?: number | undefined;
  replyTimeoutMs: number;
}

/** Why a server is unusable: stable codes, by which log queries and metrics count. */
export const UNUSABLE_REASONS = [
  'timeout',
  'port-closed',
  'name-not-found',
  'dns-failed',
  'unsynchronised',
  'kiss',
  'bad-packet',
  'negative-delay',
  'network',
  'deadline',
  'clock-moved',
] as const;

export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

export interface Unusable {
  reason: UnusableReason;
  /** What was seen, and what to do. */
  explanation: string;
}

interface Diagnosis {
  reason: UnusableReason;
  /** A sentence that names what was seen and what to do; undefined when this is not the case. */
  explain: (symptoms: Symptoms) => string | undefined;
}

/** Why a server is unusable. The first that applies is the verdict's reason; a new one is one entry. @internal */
export const DIAGNOSES: readonly Diagnosis[] = [
  {
    reason: 'kiss',
    // A kiss after good samples ends the asking, not what was measured: we asked too much, the server is fine.
    explain: ({ sampled: { kiss, samples } }) =>
      kiss && samples.length === 0 ? `the server sent the kiss code ${kiss}: ${kissAdvice(kiss)}` : undefined,
  },
  {
    reason: 'unsynchronised',
    explain: ({ sampled: { kiss, lastReply } }) =>
      kiss === undefined && lastReply && !isSynchronised(lastReply.packet)
        ? `the server says that its own clock is not synchronised (leap ${lastReply.packet.leap}, stratum ` +
          `${lastReply.packet.stratum}); check its upstream servers`
        : undefined,
  },
  {
    reason: 'negative-delay',
    explain: ({ sampled: { samples } }) =>
      samples.length > 0 && !samples.some(isPlausible)
        ? `every round trip came out negative (${Math.max(...samples.map((s) => s.delayMs)).toFixed(3)} ms at ` +
          "best): the server's receive and transmit timestamps can't both be right"
        : undefined,
  },
  {
    reason: 'port-closed',
    explain: ({ sampled }) =>
      sampled.samples.length === 0 && sampled.lastFailure?.kind === 'port-closed'
        ? 'the host is up but nothing listens on that port (ICMP port unreachable); start its NTP service'
        : undefined,
  },
  {
    reason: 'bad-packet',
    explain: ({ sampled, ignored, stray }) =>
      sampled.samples.length === 0 && stray
        ? `no valid reply, only packets that had to be ignored (${countsText(ignored)}): ${strayText(stray)}`
        : undefined,
  },
  {
    reason: 'network',
    explain: ({ sampled: { samples, lastFailure } }) => {
      if (samples.length > 0 || lastFailure?.kind !== 'send-failed') {
        return undefined;
      }
      // Of a UDP socket's peers, the kernel reports closed ports and prohibitions (icmp(7)), and nothing milder.
      const { code, byPeer, message } = lastFailure;
      return byPeer || code === LOCAL_FIREWALL
        ? `a firewall prohibits the request (${byPeer ? 'by ICMP' : 'on this host'}, ${code}); let UDP pass to that port`
        : `the request could not be sent (${message}); check the function's network and address family`;
    },
  },
  {
    reason: 'deadline',
    // Not a timeout: who is waited for less long than others may merely be slow.
    explain: ({ sampled: { samples, requests, cutShort } }) => {
      if (samples.length > 0 || !cutShort) {
        return undefined;
      }
      return requests === 0
        ? "the run's time was over before the server could be asked; give the function a longer timeout"
        : `the run's time was over before the server answered (${requests} sent); give the function a longer ` +
            'timeout, and check that UDP can reach it';
    },
  },
  {
    reason: 'timeout',
    explain: ({ sampled: { samples, requests }, ignored: { late = 0 }, answeredAgoMs, replyTimeoutMs }) =>
      samples.length === 0
        ? `no reply within ${replyTimeoutMs} ms to any request (${requests} sent, ${late} answered later); ` +
          silenceAdvice(answeredAgoMs)
        : undefined,
  },
];

/** The kernel's answer to a request that the host's own packet filter drops (netfilter). */
const LOCAL_FIREWALL = 'EPERM';

/** @returns undefined for a usable server */
export function diagnose(symptoms: Symptoms): Unusable | undefined {
  for (const { reason, explain } of DIAGNOSES) {
    const explanation = explain(symptoms);
    if (explanation !== undefined) {
      return { reason, explanation: explanation + triedText(symptoms.sampled) };
    }
  }
  return undefined;
}

/** The name's other addresses, and what became of them. */
function triedText({ tried = [] }: Sampled): string {
  const each = tried.map(({ address, failure }) => `${formatAddress(address)} (${failure.kind})`);
  return each.length > 0 ? `; asked in vain, too: ${each.join(', ')}` : '';
}

function silenceAdvice(answeredAgoMs: number | undefined): string {
  if (answeredAgoMs === undefined) {
    return 'check that UDP can reach it';
  }
  // The local clock may have been set back since.
  const answered = answeredAgoMs < 0 ? 'in an earlier run' : `${Math.round(answeredAgoMs / 1000)} s ago`;
  return (
    `it answered ${answered} and is silent now: probably it limits how often it is asked, or it went down; lengthen ` +
    'the schedule, or check that it still runs'
  );
}

function kissAdvice(code: string): string {
  switch (code) {
    case 'RATE':
      return 'it was asked too often; lengthen the schedule or use another server';
    case 'DENY':
    case 'RSTR':
      return "it refuses this client; ask its operator or remove it from the monitor's servers";
    default:
      return 'see RFC 5905, section 7.4';
  }
}

function countsText(counts: Ignored): string {
  return Object.entries(counts)
    .map(([because, count]) => `${count} ${because}`)
    .join(', ');
}
