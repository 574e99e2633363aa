import type { ServerBehaviour } from '../../lab/ntp/server-behaviour';
import type { LabServer } from '../../lab/ntp/simulated-servers';
import { namedServers } from '../../lab/scenarios/scenario';
import { LabSession } from './lab-session';

/** What the page is looked at in. */
export interface PageSituation {
  name: string;
  servers: readonly LabServer[];
  /** What servers do from `RUNS_TO_OK` on, by name. */
  faults: Readonly<Record<string, ServerBehaviour>>;
  /** Whether the lab has ended when the page is looked at. */
  ended?: true;
  /** What the headline must say; with an offset and its uncertainty, where one leads. */
  headline: RegExp;
  /** The truth of that offset, which its uncertainty has to hold. */
  aheadMs?: number;
  /** What is wrong, and must stand above the fold. */
  wrong: readonly string[];
}

/** Enough for every alarm to be in OK, and for a line to be seen. */
const RUNS_TO_OK = 14;
/** Enough for every alarm to be on. */
const RUNS_TO_ALARM = 8;

/** Four of them vote. */
export function labServers(count: number): LabServer[] {
  return namedServers(count).map(({ name }, i) => ({ name, role: i < 4 ? 'reference' : 'target' }));
}

const UNSYNCHRONISED: ServerBehaviour = { unsynchronised: true };

/** A further situation is one entry. */
export const PAGE_SITUATIONS: readonly PageSituation[] = [
  {
    name: '4 servers, of which one lies',
    servers: labServers(4),
    faults: { delta: { offsetMs: 80 } },
    headline: /^delta is ahead by ([\d.]+) ± ([\d.]+) ms, proven outside 50 ms; 3 of 4 within\.$/,
    aheadMs: 80,
    wrong: ['delta'],
  },
  {
    name: '50 servers, of which four are wrong and two unusable',
    servers: labServers(50),
    faults: {
      'server-20': { offsetMs: 7000 },
      'server-31': { offsetMs: -90 },
      'server-42': { offsetMs: 85 },
      'server-50': { offsetMs: 84 },
      'server-11': UNSYNCHRONISED,
      'server-12': UNSYNCHRONISED,
    },
    headline:
      /^server-20 is ahead by ([\d.]+) ± ([\d.]+) ms, .*; 3 more outside, 2 unusable, 44 of 50 within\.$/,
    aheadMs: 7000,
    wrong: ['server-20', 'server-31'],
  },
  {
    name: '200 servers, of which five are wrong',
    servers: labServers(200),
    faults: Object.fromEntries([100, 120, 140, 160, 180].map((i) => [`server-${i}`, { offsetMs: i * 2 }])),
    headline: /^server-180 is ahead by ([\d.]+) ± ([\d.]+) ms, .*; 4 more outside, 195 of 200 within\.$/,
    aheadMs: 360,
    wrong: ['server-180', 'server-160'],
  },
  {
    name: 'two of 4 servers against two',
    servers: labServers(4),
    faults: { charlie: { offsetMs: 80 }, delta: { offsetMs: 80 } },
    headline: /^Reference time is lost: (\w+ and \w+) against (\w+ and \w+)\./,
    wrong: ['charlie', 'delta'],
  },
  {
    name: '0 of 4 servers usable',
    servers: labServers(4),
    faults: Object.fromEntries(labServers(4).map(({ name }) => [name, UNSYNCHRONISED])),
    headline: /^0 of 4 servers usable/,
    wrong: ['alfa', 'bravo'],
  },
  {
    name: 'a lab that has ended',
    servers: labServers(4),
    faults: {},
    ended: true,
    headline: /^The lab has ended\. At \d\d:\d\d UTC it said: 4 of 4 within\.$/,
    wrong: [],
  },
];

/** Plays a situation up to where it is looked at, in a few seconds. */
export async function playSituation({ servers, faults }: PageSituation): Promise<LabSession> {
  const session = await LabSession.start({ servers, plan: { servers } });
  await session.runs(RUNS_TO_OK);
  for (const [name, behaviour] of Object.entries(faults)) {
    session.lab.ntpServers!.change(name, behaviour);
  }
  await session.runs(RUNS_TO_ALARM);
  return session;
}
