/**
 * Credentials of the function, in place of the SDK's default chain: lib/compute/bundle.ts puts this module where the
 * SDK imports @aws-sdk/credential-provider-node. Lambda hands over credentials in the environment and in no
 * other way (Lambda Developer Guide, "Defined runtime environment variables"); the chain's clients for STS,
 * SSO and profiles would make the bundle larger by two thirds.
 */
export function defaultProvider() {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
      throw new Error(
        'There are no credentials in the environment; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      );
    }
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  };
}
