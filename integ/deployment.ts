import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PACKAGE_ROOT } from '../lib/config/package-root';
import type { IntegContext } from './integ-app';

const CDK_COMMAND = path.join(PACKAGE_ROOT, 'node_modules', '.bin', 'cdk');

/** Whoever deploys and destroys the stack: the command line of the CDK, or what stands for it in tests. */
export interface Deployer {
  /** Deploys, or updates what was deployed. @returns the stack's outputs */
  deploy(context: IntegContext): Promise<Record<string, string>>;
  /** Deletes everything, also after a deployment that failed. */
  destroy(context: IntegContext): Promise<void>;
}

/** `cdk deploy` and `cdk destroy` in the account and region of the environment. */
export const cdkDeployer: Deployer = {
  async deploy(context) {
    const folder = await mkdtemp(path.join(tmpdir(), 'integ-'));
    const file = path.join(folder, 'outputs.json');
    try {
      await cdk(context, ['deploy', '--require-approval', 'never', '--outputs-file', file]);
      return JSON.parse(await readFile(file, 'utf8'))[context.name];
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  destroy: (context) => cdk(context, ['destroy', '--force']),
};

/** What runs the app. */
export const INTEG_APP = ['--import', 'tsx', path.join('integ', 'integ-app.ts')];

async function cdk(context: IntegContext, command: readonly string[]): Promise<void> {
  const values = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const app = ['--app', ['node', ...INTEG_APP].join(' ')];
  await promisify(execFile)(CDK_COMMAND, [...command, ...app, ...values, context.name], {
    cwd: PACKAGE_ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
}
