import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
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
  // Fields of a request in its path and headers; CloudWatch's are all in the body.
  'protocols/HttpBindingNormalizedSchema.js':
    'export class HttpBindingNormalizedSchema {} export const getHttpOperationBindings = () => [];',
  // Times as text; AWS JSON 1.0 has them as numbers.
  'serde/date-utils.js':
    'export const parseEpochTimestamp = (value) => value == null ? undefined : new Date(Math.round(value * 1000)); ' +
    'export let dateToUtcString, parseRfc3339DateTime, parseRfc3339DateTimeWithOffset, parseRfc7231DateTime;',
  // A trace's id, for functions that invoke each other.
  'middleware-recursion-detection/recursionDetectionMiddleware.js':
    'export const recursionDetectionMiddleware = () => (next) => next;',
  // AWS_DEFAULTS_MODE, and a region from EC2's metadata to find it by.
  'defaults-mode/resolveDefaultsModeConfig.js':
    "export const resolveDefaultsModeConfig = () => async () => 'legacy';",
  // What the SDK tells AWS of itself.
  'middleware-user-agent/user-agent-middleware.js':
    'export const getUserAgentPlugin = () => ({ applyToStack() {} }); ' +
    'export let userAgentMiddleware, getUserAgentMiddlewareOptions;',
  // Bytes that pass for the text that they are, which nothing here takes them for.
  'codec-v2/JsonBytesStringAdapter.js':
    'export class JsonBytesStringAdapter extends Uint8Array { static allocUnsafe(size) { ' +
    'const { buffer, byteOffset, byteLength } = Buffer.allocUnsafe(size); ' +
    'return new JsonBytesStringAdapter(buffer, byteOffset, byteLength); } }',
  // Numbers that are no doubles.
  'json/needsReviver.js': 'export const needsReviver = () => false;',
  'json/jsonReviver.js': 'export let jsonReviver;',
  // Counts of features for AWS, a logger's plugin, a warning of Node's age: the runtime is chosen by the stack.
  'middleware-user-agent/check-features.js': 'export async function checkFeatures() {}',
  'middleware-logger/loggerMiddleware.js':
    'export const getLoggerPlugin = () => ({ applyToStack() {} }); ' +
    'export let loggerMiddleware, loggerMiddlewareOptions;',
  'smithy-client/schemaLogFilter.js': 'export const schemaLogFilter = (_, data) => data;',
  'client/emitWarningIfUnsupportedVersion.js':
    'export const emitWarningIfUnsupportedVersion = () => {}; export let state;',
};

/** What is made shorter without losing anything, likewise. */
const REDUCTIONS: Record<string, (source: string) => string> = {
  // Every region's description; its name tells its partition, too.
  'aws/partitions.js': (source) => {
    const json = JSON.parse(source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1));
    const partitions = json.partitions.map((each: object) => ({ ...each, regions: {} }));
    return `export const partitionsInfo = ${JSON.stringify({ ...json, partitions })};`;
  },
  // Signed links, and events.
  'signature-v4/dist-es/SignatureV4.js': (source) =>
    source.replace(/^ {4}async (?:presign|signEvent|signMessage)\(.*?^ {4}\}\n/gms, ''),
  // A class for each error, all alike.
  'client-cloudwatch/dist-es/models/errors.js': (source) =>
    [
      "import { CloudWatchServiceException as Base } from './CloudWatchServiceException';",
      'const kind = (name, $fault) => class extends Base {',
      '  constructor(options) { super({ name, $fault, ...options }); }',
      '};',
      ...[...source.matchAll(/export class (\w+) [^;]+;[^;]+;\s+\$fault = "(\w+)"/g)].map(
        ([, name, fault]) => `export const ${name} = /* @__PURE__ */ kind('${name}', '${fault}');`,
      ),
    ].join('\n'),
};

/** Leaves out of the bundle what a function has no use for. */
export const omitForeignParts: Plugin = {
  name: 'omit-foreign-parts',
  setup({ onLoad }) {
    for (const [file, contents] of Object.entries(OMISSIONS)) {
      onLoad({ filter: endOfPath(file) }, () => ({ contents, loader: 'js' }));
    }
    for (const [file, reduce] of Object.entries(REDUCTIONS)) {
      onLoad({ filter: endOfPath(file) }, ({ path }) => ({
        contents: reduce(readFileSync(path, 'utf8')),
        resolveDir: dirname(path),
        loader: 'js',
      }));
    }
  },
};

function endOfPath(file: string): RegExp {
  return new RegExp(`[\\/]${file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')}$`);
}
