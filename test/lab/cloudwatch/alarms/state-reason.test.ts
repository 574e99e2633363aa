import type { AlarmState } from '../../../../lab/cloudwatch/alarms/alarm-state';
import { type Criteria, evaluate } from '../../../../lab/cloudwatch/alarms/evaluation';
import { stateReason } from '../../../../lab/cloudwatch/alarms/state-reason';

/** What CloudWatch writes into mails as the reason of a change. */
const TIME = { endMs: Date.UTC(2026, 10, 25, 14, 36), periodMs: 60_000 };
const CRITERIA: Criteria = {
  comparison: 'GreaterThanThreshold',
  threshold: 50,
  datapointsToAlarm: 3,
  evaluationPeriods: 6,
  missingData: 'missing',
};

function reason(range: (number | undefined)[], changes: Partial<Criteria> = {}, from: AlarmState = 'OK') {
  const criteria = { ...CRITERIA, ...changes };
  return stateReason(from, evaluate(criteria, range, from), criteria, TIME);
}

test.each([
  [
    'an ALARM lists the breaching points, the newest first',
    reason([0, 0, 79.9, 0, 80, 81]),
    'Threshold Crossed: 3 out of the last 6 datapoints [81.0 (25/11/26 14:35:00), 80.0 (25/11/26 14:34:00), ' +
      '79.9 (25/11/26 14:32:00)] were greater than the threshold (50.0) ' +
      '(minimum 3 datapoints for OK -> ALARM transition).',
  ],
  [
    'of five points and more the five newest stand after the sentence',
    reason([60, 61, 62, 63, 64, 65], { datapointsToAlarm: 4 }),
    'Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (50.0). The most recent ' +
      'datapoints which crossed the threshold: [65.0 (25/11/26 14:35:00), 64.0 (25/11/26 14:34:00), ' +
      '63.0 (25/11/26 14:33:00), 62.0 (25/11/26 14:32:00), 61.0 (25/11/26 14:31:00)] ' +
      '(minimum 4 datapoints for OK -> ALARM transition).',
  ],
  [
    'an OK of many points lists the newest, too',
    reason([1, 2, 3, 4, 5, 6], { datapointsToAlarm: 4 }, 'ALARM'),
    'Threshold Crossed: 6 out of the last 6 datapoints were not greater than the threshold (50.0). The most recent ' +
      'datapoints: [6.0 (25/11/26 14:35:00), 5.0 (25/11/26 14:34:00), 4.0 (25/11/26 14:33:00), ' +
      '3.0 (25/11/26 14:32:00), 2.0 (25/11/26 14:31:00)] (minimum 3 datapoints for ALARM -> OK transition).',
  ],
  [
    'an OK lists the points that are not breaching',
    reason([51], { evaluationPeriods: 1, datapointsToAlarm: 1, threshold: 51 }, 'ALARM'),
    'Threshold Crossed: 1 out of the last 1 datapoints [51.0 (25/11/26 14:35:00)] was not greater than the ' +
      'threshold (51.0) (minimum 1 datapoint for ALARM -> OK transition).',
  ],
  [
    'silence that counts as breaching says so',
    reason([undefined, undefined], { evaluationPeriods: 2, datapointsToAlarm: 2, missingData: 'breaching' }),
    'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as ' +
      '[Breaching].',
  ],
  [
    'gaps beside points are counted',
    reason([99, undefined], { evaluationPeriods: 2, datapointsToAlarm: 2, missingData: 'breaching' }),
    'Threshold Crossed: 1 out of the last 2 datapoints [99.0 (25/11/26 14:34:00)] was greater than the threshold ' +
      '(50.0) and 1 missing datapoint was treated as [Breaching] ' +
      '(minimum 2 datapoints for OK -> ALARM transition).',
  ],
  [
    'too little data',
    reason([undefined], { evaluationPeriods: 1, datapointsToAlarm: 1 }),
    'Insufficient Data: 1 datapoint was unknown.',
  ],
])('%s', (_name, written, expected) => {
  expect(written).toBe(expected);
});
