import path from 'node:path';
import { buildSync } from 'esbuild';
import { BUNDLE_OPTIONS, buildBundle } from '../../lib/compute/bundle';
import { BENCH_CACHE } from '../install/folder';
import { lasting, type Peer } from './peer';

export const OURS = { fast: 'ours-fast', polite: 'ours-polite', politeSpaced: 'ours-polite-2s' } as const;

/** As the deployed function spaces them (`PACING.polite`). */
const DEPLOYED_SPACING_MS = 2000;

export interface OursOptions {
  /** Where the stand-in for CloudWatch listens. */
  cloudWatchUrl: string;
  /** Between the samples of a polite reading, ms: 2 s take long. */
  spacingMs: number;
}

/** The product's own entries. Each lives in one process, as a function's environment does between runs. */
export function ourPeers({ cloudWatchUrl, spacingMs }: OursOptions): Peer[] {
  return [
    {
      id: OURS.fast,
      title: 'ntp-drift-monitor, fast',
      samples: 'best of 8',
      how: "the deployed bundle's handler, warm, publishing included",
      share: 1,
      open: async () => lasting(await handlerCommand(), publishTo(cloudWatchUrl)),
    },
    {
      id: OURS.polite,
      title: 'ntp-drift-monitor, polite',
      samples: `best of 4, ${spacingMs} ms apart`,
      how: 'the same run without publishing, warm, its samples closer than the function sends them',
      share: 1,
      open: async () => lasting(politeCommand(spacingMs)),
    },
    {
      id: OURS.politeSpaced,
      title: 'ntp-drift-monitor, polite at 2 s',
      samples: 'best of 4, 2 s apart',
      how: 'the same, its samples as far apart as the function sends them',
      share: 0.1,
      open: async () => lasting(politeCommand(DEPLOYED_SPACING_MS)),
    },
  ];
}

/** What an SDK needs to publish to the stand-in and nowhere else. */
export function publishTo(cloudWatchUrl: string): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: cloudWatchUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
  };
}

/** Builds the function's bundle as `npm run build` does. */
export async function builtBundle(): Promise<string> {
  const folder = path.join(BENCH_CACHE, 'function');
  await buildBundle(folder);
  return folder;
}

async function handlerCommand(): Promise<string[]> {
  return [process.execPath, path.join(__dirname, '..', 'drivers', 'handler.cjs'), await builtBundle()];
}

function politeCommand(spacingMs: number): string[] {
  const outfile = path.join(BENCH_CACHE, 'polite.js');
  buildSync({
    ...BUNDLE_OPTIONS,
    write: true,
    entryPoints: [path.join(__dirname, '..', 'drivers', 'polite.ts')],
    outfile,
  });
  return [process.execPath, outfile, String(spacingMs)];
}
