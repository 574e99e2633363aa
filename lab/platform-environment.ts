import { devNull } from 'node:os';

/** What the platform gives every function. */
const PLATFORM = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'lab', AWS_SECRET_ACCESS_KEY: 'lab' };

/** Nothing of the machine's own AWS set-up. */
export function standInEnvironment(url: string): NodeJS.ProcessEnv {
  return {
    ...PLATFORM,
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}

/** The machine's own AWS set-up: who names an endpoint knows which region and credentials it wants. */
export function awsEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const wanted = Object.entries(environment).filter(([name]) => /^(AWS_.*|HOME|USERPROFILE)$/.test(name));
  return { ...PLATFORM, ...Object.fromEntries(wanted) };
}
