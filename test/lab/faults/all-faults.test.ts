import { AwsServices } from '../../../lab/aws/aws-services';
import type { ActionId } from '../../../lab/faults/actions';
import { FAULTS } from '../../../lab/faults/all-faults';
import type { EnvironmentFaultId } from '../../../lab/faults/environment-faults';
import type { ServerFaultId } from '../../../lab/faults/server-faults';
import { Lab } from '../../../lab/lab';
import { LabController } from '../../../lab/lab-controller';
import { labCommand } from '../../../lab/lab-options';
import { RunTimer } from '../../../lab/run-timer';
import { FOUR } from '../../../lab/scenarios/scenario';
import type { ScenarioStep } from '../../../lab/scenarios/scenario-step';
import type { FaultView } from '../../../lab/web/page/page-state';
import { deployed } from '../../../testkit/scenarios/deployed';
import { dataOf } from '../../../testkit/scenarios/scenario-data';

/** One entry in a list of faults is enough: the page, scenarios, the simulation and the help follow. */
const ROWS = FAULTS.map((fault) => [fault.id, fault] as const);
const START_MS = Date.UTC(2026, 10, 22, 12);

let lab: Lab;
let controller: LabController;

beforeAll(async () => {
  lab = await Lab.start({ environment: {} });
  controller = new LabController(lab, new RunTimer(1000), 'the lab');
}, 120_000);
afterAll(() => lab?.close());
beforeEach(() => controller.begin({ runs: 1 }));

const state = () => controller.state({ minutes: 1, chosen: {} });

/** A step of a scenario with this fault, of the server alfa if it is one of a server. */
function stepWith({ kind, id }: Pick<FaultView, 'kind' | 'id'>, server: string): ScenarioStep {
  switch (kind) {
    case 'server':
      return { runs: 3, servers: { [server]: id as ServerFaultId } };
    case 'environment':
      return { runs: 3, faults: [id as EnvironmentFaultId] };
    case 'action':
      return { runs: 3, actions: [id as ActionId] };
  }
}

test('Every id is there once', () => {
  expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
});

test('The page offers all of them', () => {
  expect(state().faults).toEqual(
    FAULTS.map(({ kind, id, label, about }) => ({ kind, id, label, about, on: false })),
  );
});

test.each(ROWS)('The help of the command line names %s', (id) => {
  expect(labCommand().helpInformation() + helpAfter()).toContain(`  ${id} `);
});

/** What `addHelpText` adds, which `helpInformation` leaves out. */
function helpAfter(): string {
  let text = '';
  const program = labCommand();
  program.configureOutput({ writeOut: (part) => (text += part) });
  program.outputHelp();
  return text;
}

const LASTING = ROWS.filter(([id, { kind }]) => kind !== 'action' && id !== 'jump');

test.each(LASTING)('The page begins and ends %s', (id, { kind }) => {
  const server = kind === 'server' ? 'alfa' : undefined;
  const isOn = () =>
    server === undefined
      ? state().faults.find((fault) => fault.id === id)!.on
      : state()
          .servers!.find(({ name }) => name === server)!
          .faults.includes(id);
  controller.setFault({ fault: id, on: true, server });
  expect(isOn()).toBe(true);
  controller.setFault({ fault: id, on: false, server });
  expect(isOn()).toBe(false);
});

test.each(LASTING)('A scenario brings %s into the lab', (id, fault) => {
  controller.begin(stepWith(fault, 'alfa'));
  const shown = [
    ...state().faults.filter(({ on }) => on),
    ...state().servers!.flatMap(({ name, faults }) =>
      name === 'alfa' ? faults.map((each) => ({ id: each })) : [],
    ),
  ];
  expect(shown.map((each) => each.id)).toEqual([id]);
});

test.each(ROWS)('The simulation of a scenario plays %s', (_id, fault) => {
  const { template, alarms, events, periodMs } = deployed(FOUR, 1);
  const dataWith = (...steps: ScenarioStep[]) =>
    JSON.stringify(
      dataOf(steps, {
        deployedAt: () => ({ events, periodMs }),
        services: new AwsServices(template, alarms),
        startMs: START_MS,
        periodMs,
      }),
    );
  // Something for an action to undo: events in a queue, and a remembered kiss.
  const before: ScenarioStep[] =
    fault.kind === 'action'
      ? [
          { runs: 3, faults: ['throws'] },
          { runs: 3, servers: { alfa: 'kiss' } },
        ]
      : [];
  expect(dataWith(...before, stepWith(fault, 'alfa')) === dataWith(...before, { runs: 3 })).toBe(false);
});

test.each([
  [{ fault: 'no-such-fault', on: true }, 'no fault no-such-fault'],
  [{ fault: 'lie', on: true }, 'no fault lie'],
  [{ fault: 'ntp', on: true, server: 'alfa' }, 'no fault ntp of server alfa'],
  [{ fault: 'lie', on: true, server: 'nobody' }, 'no server nobody'],
])('%j is refused', (faultCommand, message) => {
  expect(() => controller.setFault(faultCommand)).toThrow(message);
});
