import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import cdkJson from '../../cdk.json';
import { Account } from '../../integ/account';
import { INTEG_APP } from '../../integ/deployment';
import { EXPERIMENT_NAMESPACE } from '../../integ/experiment';
import type { IntegContext } from '../../integ/integ-app';
import { OUTPUT } from '../../integ/integ-stack';
import type { IntegDependencies } from '../../integ/integration-test';
import { readAssembly } from '../../lab/assembly';
import { Lab } from '../../lab/lab';
import { LabController } from '../../lab/lab-controller';
import { RunTimer } from '../../lab/run-timer';
import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { PACKAGE_ROOT } from '../../lib/config/package-root';
import type { QueueEndpoint } from './queue-endpoint';

/** The lab in the place of an account: the same requests over HTTP, and a minute as long as its run. */
export interface StandInDependencies extends IntegDependencies {
  /** How often the stack was deployed and destroyed. */
  readonly calls: string[];
  /** What the SDK has to be pointed to. */
  readonly cloudWatchUrl: string;
  /** From now on, CloudWatch takes no metrics. */
  breakPublishing: () => void;
  close: () => Promise<void>;
}

/** @param monitor the monitor.json that the lab starts with */
export async function standInDependencies(
  monitor: string,
  queue: QueueEndpoint,
): Promise<StandInDependencies> {
  const folder = await mkdtemp(path.join(tmpdir(), 'integ-dependencies-'));
  const lab = await Lab.start({ monitor, environment: {} });
  const controller = new LabController(lab, new RunTimer(0), 'integ');
  const { account } = controller;
  const calls: string[] = [];
  const told = (AlarmName: string, NewStateValue: string) =>
    queue.deliver(JSON.stringify({ AlarmName, NewStateValue }));
  // What was set by hand holds until the next evaluation.
  let setByHand: string[] = [];
  lab.cloudWatch!.setAlarmState = (name, state) => {
    setByHand.push(name);
    told(name, state);
  };
  // The lab knows the monitor's own runs; whatever else is published comes in here.
  lab.cloudWatch!.on('accepted', ({ points }) => {
    for (const point of points.filter(({ namespace }) => namespace === EXPERIMENT_NAMESPACE)) {
      account.store.add(point);
    }
  });

  async function deploy(context: IntegContext): Promise<Record<string, string>> {
    calls.push(`deploy ${context.revision}`);
    const out = path.join(folder, String(calls.length));
    await promisify(execFile)(process.execPath, INTEG_APP, {
      cwd: PACKAGE_ROOT,
      env: {
        PATH: process.env.PATH,
        CDK_OUTDIR: out,
        CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJson.context, ...context }), // strict validation, too
      },
    });
    await controller.deploy(await readAssembly(out));
    return { [OUTPUT.queueUrl]: queue.url };
  }

  async function minute(): Promise<void> {
    for (const { alarm, state } of controller.observe(await lab.runSchedules())) {
      told(alarm, state);
    }
    for (const name of setByHand) {
      told(name, account.alarms.find((alarm) => alarm.name === name)!.state);
    }
    setByHand = [];
  }

  return {
    calls,
    cloudWatchUrl: lab.cloudWatch!.url,
    breakPublishing: () => lab.cloudWatch!.breakDown('refuse', undefined, 'PutMetricData'),
    deployer: {
      deploy,
      destroy: async () => void calls.push('destroy'),
    },
    open: (queueUrl) => new Account(queueUrl, 0),
    now: () => controller.nowMs,
    sleep: async (ms) => {
      for (let passed = 0; passed < ms; passed += MINUTE_MS) {
        await minute();
      }
    },
    say: () => undefined,
    close: async () => {
      await lab.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
