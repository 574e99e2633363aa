import { type Experiment, wasOn } from './experiment';

/** The window of the mute rule, in minutes since the synthesis: far enough away for a deployment to have ended. */
export const MUTED = { from: 15, minutes: 10 } as const;

/** How long the experiments take, in minutes since the synthesis: until what the window keeps back has come out. */
export const EXPERIMENTS_END = MUTED.from + MUTED.minutes + 5;

/** The alarms that tell of the mute rule: the composite is muted, the metric alarm that it follows is not. */
export const MUTE = { child: 'mute-child', composite: 'mute-composite' } as const;

const constant = (value: number) => () => [{ value }];

/** docs/open-questions.md, as far as an alarm can answer. */
export const EXPERIMENTS: readonly Experiment[] = [
  {
    id: 'ahead',
    question: 'Do data ahead of their time count in alarms when that time comes?',
    expression: 'm',
    alarm: { threshold: 3, treatMissingData: 'ignore' },
    publish: ({ minute }) =>
      minute === 0 ? [3, 4, 5].map((ahead) => ({ value: 4, aheadMinutes: ahead })) : [],
    answer: (observed) => wasOn(observed, [3, 8], { yes: 'yes', no: 'no: design with SUM in maths instead' }),
  },
  {
    id: 'no-point',
    question: 'Does an alarm whose maths has no point keep its state with missing data ignored?',
    expression: 'IF(m > 1, 1, IF(m < 1, 0))',
    alarm: { threshold: 0.5, treatMissingData: 'ignore' },
    publish: ({ minute }) => [{ value: minute < 3 ? 2 : 1 }],
    answer: ({ states, beforeUpdate }) => {
      const late = states.slice(8, beforeUpdate);
      const kept = late.every((state) => state === 'ALARM');
      return kept ? `yes, for ${late.length} minutes` : `no: it was ${[...new Set(late)].join(', ')}`;
    },
  },
  {
    id: 'sum',
    question: 'Does SUM of one series in an alarm see more than N points?',
    expression: 'm * 0 + SUM(m)',
    alarm: { threshold: 1.5, treatMissingData: 'ignore' },
    publish: constant(1),
    answer: (observed) => wasOn(observed, [3, 12], { yes: 'yes, at N = 1', no: 'no' }),
  },
  {
    id: 'epoch',
    question: 'Does EPOCH of one series have a value in an alarm?',
    expression: 'm * 0 + EPOCH(m)',
    alarm: { threshold: 0, treatMissingData: 'ignore' },
    publish: constant(1),
    answer: (observed) => wasOn(observed, [3, 12], { yes: 'yes', no: 'no' }),
  },
  {
    id: 'diff',
    question: 'Does DIFF in an alarm of one period have a point before the newest?',
    expression: 'DIFF(m)',
    alarm: { threshold: 0, treatMissingData: 'notBreaching' },
    publish: ({ minute }) => [{ value: minute < 5 ? 4 : 6 }],
    answer: (observed) => wasOn(observed, [5, 9], { yes: 'yes', no: 'no: two periods are needed' }),
  },
  {
    id: 'first-data',
    question: 'How soon does an alarm see data of a metric that has not existed before?',
    expression: 'm',
    alarm: { threshold: 0, treatMissingData: 'ignore' },
    publish: constant(1),
    answer: ({ states }) => {
      const first = states.indexOf('ALARM');
      return first === -1 ? 'not at all' : `within ${first + 1} minutes`;
    },
  },
  {
    id: 'warm-up',
    question: "Does an update of an alarm's description restart its warm-up?",
    expression: 'm',
    alarm: {
      threshold: 0,
      treatMissingData: 'breaching',
      warmUpConfiguration: {
        warmUpPeriodDurationInMinutes: 5,
        onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      },
    },
    publish: () => [],
    answer: ({ states, beforeUpdate }) => {
      const [before, after] = [states[beforeUpdate - 1], states.at(-1)];
      if (before !== 'ALARM') {
        return `unknown: it was ${before} before the update`;
      }
      return after === 'ALARM' ? 'no' : `yes: it is ${after} after the update`;
    },
  },
  {
    id: MUTE.child,
    question: 'Does a mute rule that names a composite mute its action alone, and act when it ends?',
    expression: 'm',
    alarm: { threshold: 0, treatMissingData: 'notBreaching' },
    publish: ({ sinceSynthesis }) => (sinceSynthesis > MUTED.from + 1 ? [{ value: 1 }] : []),
    answer: ({ heard }) => {
      const told = (name: string) =>
        heard.find(({ alarm, state }) => alarm.endsWith(name) && state === 'ALARM');
      const [child, composite] = [told(MUTE.child), told(MUTE.composite)];
      const end = MUTED.from + MUTED.minutes;
      if (child === undefined) {
        return 'unknown: the alarm below the composite told nobody';
      }
      const alone =
        child.sinceSynthesis < end
          ? 'the alarm below it told meanwhile'
          : 'the alarm below it was silent, too';
      const late =
        composite === undefined
          ? 'the composite never told'
          : `the composite told ${Math.round(composite.sinceSynthesis - end)} minutes after the end`;
      return `${alone}; ${late}`;
    },
  },
];

/** Open questions that a person has to look at. */
export const FOR_PEOPLE: readonly { question: string; how: string }[] = [
  {
    question: "Does a subscription's filter on the body pass the mail of an alarm's end?",
    how: 'give monitor.json an address in notify.email, confirm its subscriptions while the test runs, and look for the mail that follows the alarm that is set',
  },
  {
    question: 'What does an alarm on a Logs Insights query cost?',
    how: 'create one on the log group, leave it for a day, and look at the bill',
  },
];
