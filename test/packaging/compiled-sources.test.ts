import { reachableTypes } from '../../packaging/compiled-sources';

const FILES: Record<string, string> = {
  '/dist/lib/index.d.ts': `
    export type { Cost } from './cost/price';
    export { NtpDriftMonitor } from './monitor';
  `,
  '/dist/lib/cost/price.d.ts': "import { Server } from '../../lambda/event';",
  '/dist/lib/monitor.d.ts':
    "import { Stack } from 'aws-cdk-lib'; export declare const c: import('./index').Cost;",
  '/dist/lambda/event.d.ts': '',
  '/dist/lib/not-imported.d.ts': '',
};

test('Types are reached through imports, exports and import types, and packages are left alone', () => {
  const reached = reachableTypes('/dist/lib/index.d.ts', (file) => FILES[file]!);
  expect([...reached].sort()).toEqual(
    Object.keys(FILES)
      .filter((file) => !file.includes('not-imported'))
      .sort(),
  );
});
