import type { Ignored } from './client';
import { isPlausible } from './clock-filter';
import { isSynchronised } from './packet';
import type { Sampled } from './sampling';

/** What is known of a server that was asked. */
export interface Symptoms {
  sampled: Sampled;
  ignored: Ignored;
  replyTimeoutMs: number;
}

interface Diagnosis {
  /** A stable code: log queries and counts use it. */
  reason: string;
  /** A sentence that names what was seen and what to do; undefined when this is not the case. */
  explain: (symptoms: Symptoms) => string | undefined;
}

/** Why a server is unusable. The first that applies is the verdict's reason; a new one is one entry. */
const DIAGNOSES: readonly Diagnosis[] = [
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
    explain: ({ sampled, ignored }) =>
      sampled.samples.length === 0 && Object.keys(ignored).some((because) => because !== 'late')
        ? `no valid reply, only packets that had to be ignored (${countsText(ignored)}); ` +
          'check what answers on that port'
        : undefined,
  },
  {
    reason: 'network',
    explain: ({ sampled: { samples, lastFailure } }) =>
      samples.length === 0 && lastFailure?.kind === 'send-failed'
        ? `the request could not be sent (${lastFailure.message}); check the function's network and address family`
        : undefined,
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
    explain: ({ sampled: { samples, requests }, ignored: { late = 0 }, replyTimeoutMs }) =>
      samples.length === 0
        ? `no reply within ${replyTimeoutMs} ms to any request (${requests} sent, ${late} answered later); ` +
          'check that UDP can reach it'
        : undefined,
  },
];

/** @returns undefined for a usable server */
export function diagnose(symptoms: Symptoms): { reason: string; explanation: string } | undefined {
  for (const { reason, explain } of DIAGNOSES) {
    const explanation = explain(symptoms);
    if (explanation !== undefined) {
      return { reason, explanation };
    }
  }
  return undefined;
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
