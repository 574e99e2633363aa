import { CloudWatch } from '../../../lab/cloudwatch';
import { pointSdkTo } from './invocation';
import { closeLater } from './network';

/** A CloudWatch stand-in, and an environment in which the SDK finds it. To be called before the SDK loads. */
export async function startCloudWatch(): Promise<CloudWatch> {
  const cloudWatch = closeLater(await CloudWatch.start());
  pointSdkTo(cloudWatch.url);
  return cloudWatch;
}
