import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { inlineConstants } from './inline-constants';
import { BUNDLE_FOLDER } from './monitor-function';
import { omitForeignParts } from './sdk-omissions';
import { shortMath } from './short-math';

const LAMBDA_FOLDER = join(__dirname, '..', '..', 'lambda');

/** What `lambda/function/cloudwatch-connection.ts` uses of the SDK. */
const SDK_EXPORTS = 'CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand';

/** How everything that runs in the function is built; the benchmark builds its driver the same way. @internal */
export const BUNDLE_OPTIONS = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  // `require` instead. The SDK's `import('node:http')` would read every export of it, and so load undici: 35 ms
  // of CPU.
  supported: { 'dynamic-import': false },
  format: 'cjs', // starts faster than ESM: 46 ms against 80
  mainFields: ['module', 'main'], // the SDK's ES modules, which can be tree-shaken
  write: false,
} as const satisfies BuildOptions;

/**
 * Bundles the function: `index.js` measures, `cloudwatch.js` is the SDK. Two files, because what is imported
 * on demand is not tree-shaken by esbuild, and because one file would be compiled whole before the first
 * measurement: importing `index.js` takes 9 ms instead of 22.
 *
 * @param folder where to put the files; one that wouldn't change isn't touched
 * @returns the size of both together in bytes
 */
export async function buildBundle(folder: string = BUNDLE_FOLDER): Promise<number> {
  const { sdk, index } = await buildFiles();
  return (
    writeIfChanged(folder, 'cloudwatch.js', sdk.outputFiles[0]!.contents) +
    writeIfChanged(folder, 'index.js', index.outputFiles[0]!.contents)
  );
}

/** The sources that have left something in the bundle, as paths. */
export async function bundledSources(): Promise<string[]> {
  const { sdk, index } = await buildFiles();
  return [sdk, index].flatMap(({ metafile }) => sourcesOf(metafile));
}

/** The inputs of a build of which its outputs contain anything. */
export function sourcesOf({ outputs }: Metafile): string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
}

async function buildFiles() {
  const sdk = await build({
    ...BUNDLE_OPTIONS,
    metafile: true,
    stdin: {
      contents: `export { ${SDK_EXPORTS} } from '@aws-sdk/client-cloudwatch'`,
      resolveDir: LAMBDA_FOLDER,
    },
    // The SDK's own package.json, of which it would only tell AWS its version.
    loader: { '.json': 'empty' },
    plugins: [omitForeignParts],
    alias: {
      '@aws-sdk/credential-provider-node': join(LAMBDA_FOLDER, 'function', 'credentials.ts'),
      '@aws/lambda-invoke-store': join(LAMBDA_FOLDER, 'function', 'no-invoke-store.ts'),
      '@smithy/core/checksum': join(LAMBDA_FOLDER, 'function', 'native-sha256.ts'),
      '@smithy/core/event-streams': join(LAMBDA_FOLDER, 'function', 'no-event-streams.ts'),
    },
  });
  const index = await build({
    ...BUNDLE_OPTIONS,
    metafile: true,
    entryPoints: [join(LAMBDA_FOLDER, 'handler.ts')],
    plugins: [inlineConstants, shortMath],
    alias: { '@aws-sdk/client-cloudwatch': './cloudwatch.js' },
    external: ['./cloudwatch.js'],
  });
  return { sdk, index };
}

/** Writes in one step, so that whoever reads meanwhile never sees half a file. */
function writeIfChanged(folder: string, name: string, contents: Uint8Array): number {
  const file = join(folder, name);
  if (!existsSync(file) || !readFileSync(file).equals(contents)) {
    mkdirSync(folder, { recursive: true });
    // Beside the folder: whatever is in it would be deployed.
    const unfinished = `${folder}.${process.pid}.${name}`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, file);
  }
  return contents.byteLength;
}
