import type { Plugin } from 'esbuild';

/**
 * What the SDK carries for other services and other places than a function, and what stands in its stead, by the
 * end of the file's path. Should the SDK move a file, nothing but the bundle's size changes, which a test watches.
 */
const OMISSIONS: Record<string, string> = {
  // Signs events of event streams.
  'signature-v4/dist-es/HeaderFormatter.js': 'export class HeaderFormatter {}',
  // AWS_RETRY_MODE=adaptive.
  'util-retry/AdaptiveRetryStrategy.js': 'export class AdaptiveRetryStrategy {}',
  // A region from EC2's metadata; a function has AWS_REGION.
  'regionConfig/getInstanceMetadataRegion.js':
    'export const getInstanceMetadataRegion = async () => undefined;',
  // Settings from ~/.aws, which a function doesn't have.
  'node-config-provider/fromSharedConfigFiles.js':
    'export const fromSharedConfigFiles = () => async () => { throw Object.assign(new Error(), { tryNextLink: true }); };',
  // Names of buckets.
  'service-customizations/s3.js':
    'export const resolveParamsForS3 = async (params) => params; ' +
    'export let DOT_PATTERN, S3_HOSTNAME_PATTERN, isArnBucketName, isDnsCompatibleBucketName;',
  // Counts of features for AWS, a logger's plugin, a warning of Node's age: the runtime is chosen by the stack.
  'middleware-user-agent/check-features.js': 'export async function checkFeatures() {}',
  'middleware-logger/loggerMiddleware.js':
    'export const getLoggerPlugin = () => ({ applyToStack() {} }); ' +
    'export let loggerMiddleware, loggerMiddlewareOptions;',
  'smithy-client/schemaLogFilter.js': 'export const schemaLogFilter = (_, data) => data;',
  'client/emitWarningIfUnsupportedVersion.js':
    'export const emitWarningIfUnsupportedVersion = () => {}; export let state;',
};

/** Leaves out of the bundle what a function has no use for. */
export const omitForeignParts: Plugin = {
  name: 'omit-foreign-parts',
  setup({ onLoad }) {
    for (const [file, contents] of Object.entries(OMISSIONS)) {
      const filter = new RegExp(`[\\/]${file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
      onLoad({ filter }, () => ({ contents, loader: 'js' }));
    }
  },
};
