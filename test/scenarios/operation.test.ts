import { deployed, type Expected, expectTold } from './scenario';
import type { State } from './services';

/** Long enough for everything to recover, and for what is held back to be let go. */
const WELL: State = { runs: 40 };

/** *lost runs* waits for 6 runs and 5 minutes after an outage: 11 runs at most. */
const afterOutage = (firstRun: number, lastRun: number): Expected => [
  'warn lost runs ALARM',
  firstRun + 6,
  lastRun + 12,
];

describe.each([
  ['a run a minute', 1],
  ['a run every 5 minutes', 5],
])('With %s', (_name, minutes) => {
  const monitor = deployed({ schedule: minutes === 1 ? 'rate(1 minute)' : `rate(${minutes} minutes)` });

  test('the function throws: one page; one warning when it is over, to look after the queue', () => {
    expectTold(
      monitor,
      [{ runs: 10, function: 'throws' }, WELL],
      [['page not watching ALARM', 2, 3], ['page not watching OK', 14, 14], afterOutage(14, 14)],
    );
  });

  test('the function is throttled and never runs', () => {
    expectTold(
      monitor,
      [{ runs: 12, function: 'throttled' }, WELL],
      [['page not watching ALARM', 2, 9], ['page not watching OK', 13, 13], afterOutage(13, 13)],
    );
  });

  test('the schedule is disabled', () => {
    expectTold(
      monitor,
      [{ runs: 12, schedule: 'off' }, WELL],
      [
        ['page not watching ALARM', 2, 9],
        ['page not watching OK', 13, 13],
      ],
    );
  });

  test('the Scheduler may not invoke the function', () => {
    expectTold(
      monitor,
      [{ runs: 12, schedule: 'refused' }, WELL],
      [
        ['page not watching ALARM', 2, 4],
        // Nothing dropped is no data, and CloudWatch looks for data some periods further back.
        ['page not watching OK', 13, 22],
        afterOutage(13, 22),
      ],
    );
  });

  test('CloudWatch refuses data for 20 minutes', () => {
    const runs = 20 / minutes;
    expectTold(
      monitor,
      [{ runs, cloudwatch: 'refuses' }, WELL],
      [
        ['page not watching ALARM', 2, 3],
        ['page not watching OK', runs + 4, runs + 4],
        afterOutage(runs + 4, runs + 4),
      ],
    );
  });

  test('a deployment pauses everything for 3 minutes: nobody is told', () => {
    expectTold(monitor, [{ runs: Math.ceil(3 / minutes), schedule: 'off' }, WELL], []);
  });

  test('one run fails: nobody is told; the third in some days is a warning', () => {
    const once: State[] = [{ runs: 1, function: 'throws' }, { runs: 12 }];
    expectTold(monitor, [...once, ...once, WELL], []);
    expectTold(monitor, [...once, ...once, ...once, WELL], [afterOutage(27, 27)]);
  });

  test('the queue is purged before anybody was told: nobody is told that it is over', () => {
    expectTold(
      monitor,
      [{ runs: 10, function: 'throws' }, { runs: 2 }, { ...WELL, purge: true }],
      [
        ['page not watching ALARM', 2, 3],
        ['page not watching OK', 14, 14],
      ],
    );
  });

  test('a server is wrong when the function begins to fail: two causes, and neither seems to recover', () => {
    const story: State[] = [
      { runs: 6, servers: { a: 80 } },
      { runs: 10, function: 'throws' },
    ];
    expectTold(
      monitor,
      [...story, { runs: 6, servers: { a: 80 } }],
      [
        ['page a outside ALARM', 3, 3],
        ['page not watching ALARM', 8, 9],
        ['page not watching OK', 20, 20],
      ],
    );
  });
});

test('CloudWatch is down for 20 minutes, and AWS reports nothing either', () => {
  expectTold(
    deployed(),
    [{ runs: 20, cloudwatch: 'down' }, WELL],
    [['page not watching ALARM', 4, 9], ['page not watching OK', 21, 21], afterOutage(21, 21)],
  );
});
