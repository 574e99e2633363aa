import type { Orders } from './server';

/** Something that happens before a run of the story, the first being 1. */
type Act = { run: number; on: boolean } & ({ server: string; deed: string } | { fault: string });

/** A bad night to rehearse: real packets and real alarms, only the reasons are made up. */
export interface Scenario {
  /** What it is called on the command line. */
  name: string;
  about: string;
  acts: readonly Act[];
  /** How many runs it takes until everything is over. */
  runs: number;
}

/** Runs before it begins: every alarm has seen enough to be sure that all is well. */
const QUIET = 6;
/** How long what goes wrong lasts: longer than any alarm waits. */
const LONG = 10;
/** Runs after it is over: every alarm has recovered. */
const CALM = 10;

const START = QUIET + 1;
const END = START + LONG;

/** From one run to another, a server is at something. */
function spell(server: string, deed: string, from = START, to = END): Act[] {
  return [
    { run: from, server, deed, on: true },
    { run: to, server, deed: 'honest', on: true },
  ];
}

function outage(fault: string, runs: number): Act[] {
  return [
    { run: START, fault, on: true },
    { run: START + runs, fault, on: false },
  ];
}

/** Every scenario that `--scenario` plays. A further one is one entry here. */
export const SCENARIOS: readonly Scenario[] = [
  scenario('step', 'a server steps 80 ms, and comes back', spell('right-2', 'lie')),
  scenario('creep', 'a server drifts past the limit', spell('right-2', 'drift', START, START + 20)),
  scenario(
    'flap',
    'a server is wrong in a single run: nobody is paged',
    spell('right-2', 'lie', START, START + 1),
  ),
  scenario('silence', 'a server answers nothing, and comes back', spell('right-2', 'silent')),
  scenario('unsynchronised', 'a server loses its upstream', spell('right-2', 'upstream')),
  scenario('kiss', 'a server asks to be asked less', spell('right-2', 'kiss')),
  scenario('upstream', 'two servers lose the same upstream at once', [
    ...spell('drifting', 'upstream'),
    ...spell('silent', 'upstream'),
  ]),
  scenario('reference', 'the voters disagree: two of four are wrong, each in its own way', [
    ...spell('right-2', 'jump'),
    ...spell('right-3', 'lie'),
  ]),
  scenario(
    'network',
    "the function's network is gone: one page, not one for each server",
    outage('network', LONG),
  ),
  scenario('cloudwatch', 'CloudWatch takes nothing for 20 minutes', outage('cloudwatch', 20)),
];

function scenario(name: string, about: string, acts: readonly Act[]): Scenario {
  return { name, about, acts, runs: Math.max(...acts.map(({ run }) => run)) + CALM };
}

/** Plays one to the lab's servers, run by run. */
export class Player {
  private run = 0;

  /** @param servers all of the lab's: they begin honest */
  constructor(
    private readonly scenario: Scenario,
    private readonly desk: Orders,
    servers: Iterable<string>,
  ) {
    for (const server of servers) {
      desk.tellServer(server, 'honest', true);
    }
  }

  get isOver(): boolean {
    return this.run >= this.scenario.runs;
  }

  /** What happens before the next run. */
  advance(): void {
    this.run += 1;
    for (const act of this.scenario.acts.filter(({ run }) => run === this.run)) {
      if ('fault' in act) {
        this.desk.setFault(act.fault, act.on);
      } else {
        this.desk.tellServer(act.server, act.deed, act.on);
      }
    }
  }
}
