import { CloudWatch } from '../../lab/aws/cloudwatch-endpoint';
import { pointSdkTo } from './invocation';
import { closeLater } from './test-network';

/** A CloudWatch stand-in, and an environment in which the SDK finds it. To be called before the SDK loads. */
export async function startCloudWatch(): Promise<CloudWatch> {
  const cloudWatch = closeLater(await CloudWatch.start());
  pointSdkTo(cloudWatch.url);
  return cloudWatch;
}
