import type { ColdConfiguration, ColdResult } from '../bench/cold/cold-campaign';
import type { Machine } from '../bench/machine';
import type { PeerResult, WarmResult } from '../bench/warm/warm-campaign';

export const MACHINE: Machine = {
  date: '2026-11-22T12:00:00.000Z',
  cpu: 'A CPU',
  cores: 2,
  memoryGb: 8,
  kernel: '6.1',
  node: 'v24.0.0',
  chronyd: '4.3',
  loadBefore: 0.1,
  durationS: 600,
};

/** A client whose errors are all about as large, microseconds. */
export function peer(id: string, title: string, medianAbs: number, failures: string[] = []): PeerResult {
  const errors = { n: 10, medianAbs, p95Abs: 2 * medianAbs, p99Abs: 3 * medianAbs, maxAbs: 4 * medianAbs };
  return {
    ...errors,
    signedMedian: -medianAbs,
    id,
    title,
    samples: '1',
    how: 'somehow',
    roundMedians: [medianAbs, medianAbs],
    failures,
  };
}

export const warm: WarmResult = {
  rounds: 2,
  batch: 1,
  politeSpacingMs: 50,
  peers: [
    peer('ours-fast', 'ours, fast', 2.5),
    peer('ours-polite', 'ours, polite', 5),
    peer('chronyd-q', 'chronyd -Q', 2),
    peer('check-ntp-time', 'check_ntp_time', 10, ['it timed out']),
  ],
  missing: [{ id: 'ntpdig', title: 'ntpdig', reason: 'apt-get is not on this machine' }],
};

const doubled = (median: number) => ({ median, p95: 2 * median });

function configuration(memoryMb: number | null): ColdConfiguration {
  return {
    memoryMb,
    share: memoryMb === null ? null : memoryMb / 1769,
    ...{ n: 300, medianAbs: 2, p95Abs: 20, p99Abs: 30, maxAbs: 40, signedMedian: -1 },
    contained: 300,
    uncertainty: doubled(10),
    importMs: doubled(10),
    handlerMs: doubled(400),
    wallMs: doubled(500),
    functionCpuMs: doubled(100),
    cpuMs: doubled(140),
    peakRssMb: doubled(70),
    throttledPerInvocation: 20,
    failures: [],
  };
}

export const cold: ColdResult = {
  configurations: [configuration(null), configuration(512)],
  missing: [{ memoryMb: 128, reason: 'no CPU quota can be set' }],
};
