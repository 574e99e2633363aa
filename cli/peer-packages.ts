/** Packages that some commands need and npm doesn't install along: what only synthesises or only asks needs none. */
const OPTIONAL_PEERS = {
  cdk: ['aws-cdk-lib', 'constructs'],
  sdk: ['@aws-sdk/client-cloudwatch'],
} as const;

/** A package that isn't installed. Its message says how to install it. */
export class MissingPackageError extends Error {
  override readonly name = 'MissingPackageError';

  constructor(command: string, packages: readonly string[]) {
    super(
      `ntp-drift ${command} needs ${packages.join(' and ')}, which npm installs only where asked: ` +
        `npm install ${packages.join(' ')}`,
    );
  }
}

/**
 * Ends a command before it begins where what it needs can't be found.
 * @param command as it is typed, with the option that needs them
 * @throws MissingPackageError naming those that are missing
 */
export function requirePeers(
  peers: keyof typeof OPTIONAL_PEERS,
  command: string,
  resolve: (name: string) => unknown = require.resolve,
): void {
  const missing = OPTIONAL_PEERS[peers].filter((name) => !canResolve(name, resolve));
  if (missing.length > 0) {
    throw new MissingPackageError(command, missing);
  }
}

function canResolve(name: string, resolve: (name: string) => unknown): boolean {
  try {
    resolve(name);
    return true;
  } catch (error) {
    // Anything else is a package that is there and broken: its own words say more.
    return (error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND';
  }
}
