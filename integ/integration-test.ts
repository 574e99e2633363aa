import { DIMENSION } from '../lambda/monitor/metrics/metric-entry';
import { METRICS } from '../lambda/monitor/metrics/metrics';
import { MINUTE_MS } from '../lambda/ntp/time-units';
import type { Account, Heard } from './account';
import type { Deployer } from './deployment';
import { EXPERIMENT_NAMESPACE, type Observed } from './experiment';
import { EXPERIMENTS, EXPERIMENTS_END } from './experiments';
import type { IntegContext } from './integ-app';
import { experimentAlarm, OUTPUT } from './integ-stack';

/** What the test acts on. */
export interface IntegDependencies {
  deployer: Deployer;
  open: (queueUrl: string) => Account;
  /** ms since 1970. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  say: (line: string) => void;
}

export interface Found {
  what: string;
  ok: boolean;
  detail: string;
}

/** A run a minute, and CloudWatch's two minutes for metrics that are new, with room. */
const MAX_WAIT_MINUTES = 8;
/** After the stack is updated, for what that changes. */
const MINUTES_AFTER_UPDATE = 3;
/** Set by hand: a metric alarm that pages. */
const SET_ALARM = 'reference lost';

/**
 * Deploys a monitor, waits for two runs, looks at metrics and alarms, sets an alarm, waits for its message and for the
 * message of its end, and destroys.
 * @param questions whether the experiments run, too, which takes half an hour more
 * @returns what was checked; a failure ends the test, and what was deployed is deleted all the same
 */
export async function integrationTest(
  dependencies: IntegDependencies,
  context: IntegContext,
  { questions }: { questions: boolean },
): Promise<{ found: Found[]; answers: [string, string][] }> {
  const found: Found[] = [];
  let answers: [string, string][] = [];
  let account: Account | undefined;
  try {
    dependencies.say('Deploying');
    const deployedMs = dependencies.now();
    const outputs = await dependencies.deployer.deploy(context);
    account = dependencies.open(outputs[OUTPUT.queueUrl]!);
    const steps = [
      () => twoRuns(dependencies, account!, { monitor: context.name, sinceMs: deployedMs }),
      () => quietAlarms(account!, context.name),
      () => toldOfAnAlarm(dependencies, account!, context.name),
    ];
    for (const step of steps) {
      found.push(await step());
      dependencies.say(resultLine(found.at(-1)!));
      if (!found.at(-1)!.ok) {
        return { found, answers };
      }
    }
    if (questions) {
      dependencies.say(`Asking ${EXPERIMENTS.length} open questions`);
      answers = await ask(dependencies, account, context);
    }
    return { found, answers };
  } finally {
    account?.close();
    dependencies.say('Destroying');
    await dependencies.deployer.destroy(context);
  }
}

export function resultLine({ what, ok, detail }: Found): string {
  return `${ok ? 'ok' : 'FAILED'}: ${what}: ${detail}`;
}

async function twoRuns(
  dependencies: IntegDependencies,
  account: Account,
  { monitor, sinceMs }: { monitor: string; sinceMs: number },
): Promise<Found> {
  const what = 'two runs are published';
  let runs = 0;
  for (let minute = 0; minute < MAX_WAIT_MINUTES; minute += 1) {
    await dependencies.sleep(MINUTE_MS);
    const range: [number, number] = [sinceMs - MINUTE_MS, dependencies.now() + MINUTE_MS];
    runs = await account.count(monitor, METRICS.truechimers.name, range);
    if (runs >= 2) {
      return { what, ok: true, detail: `${runs} within ${minute + 1} minutes` };
    }
  }
  return { what, ok: false, detail: `${runs} within ${MAX_WAIT_MINUTES} minutes` };
}

/** Nobody is paged by a deployment. */
async function quietAlarms(account: Account, monitor: string): Promise<Found> {
  const states = await account.alarmStates(`${monitor} `);
  const on = [...states].filter(([, state]) => state === 'ALARM').map(([name]) => name);
  return {
    what: 'alarms are there, and none is on',
    ok: states.size > 0 && on.length === 0,
    detail: `${states.size} alarms${on.length > 0 ? `; on: ${on.join(', ')}` : ''}`,
  };
}

async function toldOfAnAlarm(
  dependencies: IntegDependencies,
  account: Account,
  monitor: string,
): Promise<Found> {
  const alarm = `${monitor} ${SET_ALARM}`;
  const what = `the alarm "${alarm}" is told, and so is its end`;
  await account.setOn(alarm);
  const heard: Heard[] = [];
  for (let minute = 0; minute < MAX_WAIT_MINUTES; minute += 1) {
    heard.push(...(await account.heard(dependencies.now())).filter((each) => each.alarm === alarm));
    const states = heard.map(({ state }) => state);
    if (states.includes('ALARM') && states.indexOf('OK', states.indexOf('ALARM')) !== -1) {
      return { what, ok: true, detail: states.join(', ') };
    }
    await dependencies.sleep(MINUTE_MS);
  }
  return { what, ok: false, detail: heard.map(({ state }) => state).join(', ') || 'nothing was told' };
}

/** All experiments at once, a minute after another. */
async function ask(
  dependencies: IntegDependencies,
  account: Account,
  context: IntegContext,
): Promise<[string, string][]> {
  const sinceSynthesis = () => (dependencies.now() - context.synthesisedMs) / MINUTE_MS;
  const states = new Map<string, (string | undefined)[]>(EXPERIMENTS.map(({ id }) => [id, []]));
  const heard: Observed['heard'][number][] = [];
  const observe = async (minute: number) => {
    const nowMs = dependencies.now();
    const data = EXPERIMENTS.flatMap(({ id, publish }) =>
      publish({ minute, sinceSynthesis: sinceSynthesis() }).map(({ value, aheadMinutes = 0 }) => ({
        MetricName: id,
        Dimensions: [{ Name: DIMENSION.monitor, Value: context.name }],
        Timestamp: new Date(nowMs + aheadMinutes * MINUTE_MS),
        Value: value,
      })),
    );
    await account.publish(EXPERIMENT_NAMESPACE, data);
    await dependencies.sleep(MINUTE_MS);
    const seen = await account.alarmStates(experimentAlarm(context.name, ''));
    for (const { id } of EXPERIMENTS) {
      states.get(id)!.push(seen.get(experimentAlarm(context.name, id)));
    }
    for (const { alarm, state } of await account.heard(dependencies.now())) {
      heard.push({ alarm, state, sinceSynthesis: sinceSynthesis() });
    }
  };
  let minute = 0;
  for (; sinceSynthesis() < EXPERIMENTS_END || minute < 12; minute += 1) {
    await observe(minute);
  }
  const beforeUpdate = minute;
  await dependencies.deployer.deploy({ ...context, revision: context.revision + 1 });
  for (; minute < beforeUpdate + MINUTES_AFTER_UPDATE; minute += 1) {
    await observe(minute);
  }
  return EXPERIMENTS.map(({ id, question, answer }) => [
    question,
    answer({ states: states.get(id)!, beforeUpdate, heard }),
  ]);
}
