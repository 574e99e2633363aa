import type { ServerKeyName } from '../../lambda/monitor/server-keys';

/** What the keys of a server mean, for editors and the documentation; the function has no use for it. */
export const SERVER_KEY_TEXTS: Readonly<Record<ServerKeyName, string>> = {
  port: 'UDP port, 1 to 65535.',
  role: '"reference": votes for reference time and is judged by it; "target": is judged only.',
  pacing:
    '"polite": 4 samples 2 s apart; "fast": 8 samples back to back, only for servers of your own or with ' +
    "their operator's consent.",
  smeared:
    'True for a server that smears leap seconds (Google, AWS and Meta do). It cannot vote beside servers ' +
    'that do not: around a leap second the two kinds are up to a second apart.',
  freeRunning:
    'True lets a server vote that follows no source (reference id 127.127.1.x, LOCL, LCL, or an orphan): its clock ' +
    'drifts freely, and so does reference time with it.',
  severity: '"page": its own alarms wake people; "warn": they can wait until the morning.',
  maxReferenceAgeMs:
    'How old its reference timestamp may be, in milliseconds, before the server counts as cut off from its upstream ' +
    '(holdover). Windows polls every 9 hours at the least: 40000000 suits it.',
  limitMs: "This server's own limit in milliseconds, above 0. Default: the monitor's limitMs.",
};
