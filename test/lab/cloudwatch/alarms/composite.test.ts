import type {
  SimulatedCompositeAlarm,
  SimulatedMetricAlarm,
  Suppressor,
} from '../../../../lab/cloudwatch/alarms/simulated-alarm';
import { MINUTE_MS } from '../../../../lambda/ntp/time-units';
import {
  alarm,
  changes,
  composite,
  data,
  definitions,
  minute,
  NOON,
  playAlarms,
  sent,
} from '../../../../testkit/alarms/alarm-builder';

const quiet = { AlarmActions: [], OKActions: [] };

test('Composite alarms follow in the same minute, whatever the order in the template', () => {
  const alarms = definitions(
    composite('top', 'ALARM(either) OR ALARM(c)', { AlarmActions: ['page'] }),
    composite('either', 'ALARM(a) OR ALARM(b)', quiet),
    ...['a', 'b', 'c'].map((name) => alarm(name, { ...quiet, TreatMissingData: 'ignore' })),
  );
  const events = playAlarms({
    alarms,
    data: [...data('a', [0, 2, 0]), ...data('b', [0, 0, 2, 0]), ...data('c', [0])],
  });
  expect(changes(events)).toEqual([
    '2 a ALARM',
    '2 either ALARM',
    '2 top ALARM',
    '3 a OK',
    '3 b ALARM',
    '4 b OK',
    '4 either OK',
    '4 top OK',
  ]);
  expect(sent(events)).toEqual(['2 top ALARM -> page', '4 top OK -> ok']);
  expect(events.notifications[0]?.reason).toBe(
    'arn:aws:cloudwatch:us-east-1:123456789012:alarm:either transitioned to ALARM at ' +
      'Sunday 22 November, 2026 12:02:00 UTC',
  );
});

const suppressed = (wait: number, extension: number) =>
  definitions(
    ...['cause', 'effect'].map((name) => alarm(name, { ...quiet, TreatMissingData: 'ignore' })),
    composite('page', 'ALARM(effect)', {
      ActionsSuppressor: 'cause',
      ActionsSuppressorWaitPeriod: wait,
      ActionsSuppressorExtensionPeriod: extension,
    }),
  );

test('a suppressor that follows within the wait keeps the page back; what lasts is sent after it', () => {
  const events = playAlarms({
    alarms: suppressed(120, 180),
    data: [...data('effect', [0, 2]), ...data('cause', [0, 0, 2, 2, 2, 0])],
  });
  expect(changes(events)).toEqual(['2 effect ALARM', '2 page ALARM', '3 cause ALARM', '6 cause OK']);
  expect(sent(events)).toEqual(['9 page ALARM -> alarm']);
  expect(minute(events.notifications[0]!.timeMs)).toBe(2);
});

test('a suppressor that never comes delays the page by the wait', () => {
  const events = playAlarms({
    alarms: suppressed(120, 180),
    data: [...data('effect', [0, 2]), ...data('cause', [0])],
  });
  expect(sent(events)).toEqual(['4 page ALARM -> alarm']);
});

test('a suppressor can depend on what it suppresses', () => {
  const alarms = definitions(
    alarm('a', quiet),
    composite('x', 'ALARM(a)', {
      ActionsSuppressor: 'y',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    }),
    composite('y', 'ALARM(x)'),
  );
  expect(sent(playAlarms({ alarms, data: data('a', [0, 2, 2, 2]) }, 4))).toEqual(['2 y ALARM -> alarm']);
});

describe('a deployment in the middle of a wait', () => {
  const [cause, effect, page] = suppressed(180, 60) as [
    SimulatedMetricAlarm,
    SimulatedMetricAlarm,
    SimulatedCompositeAlarm,
  ];
  const other = { ...cause, name: 'other', id: 'Other' };
  const sentWith = (suppressor: Suppressor | undefined) =>
    sent(
      playAlarms({
        alarms: [cause, effect, other, page],
        deployments: [
          { atMs: NOON + 3.5 * MINUTE_MS, alarms: [cause, effect, other, { ...page, suppressor }] },
        ],
        data: [...data('effect', [0, 2]), ...data('cause', [0])],
      }),
    );

  test('leaves it running', () => {
    expect(sentWith(page.suppressor)).toEqual(['5 page ALARM -> alarm']);
  });

  test.each([
    ['another suppressor', { ...page.suppressor!, alarm: 'other' }],
    ['no suppressor', undefined],
  ])('that brings %s discards what the old one kept back', (_, suppressor) => {
    expect(sentWith(suppressor)).toEqual([]);
  });
});
