import { formatAddress } from '../ntp/address';
import type { Measured } from '../ntp/measure';
import { type Remark, remark } from './remark';

/** What is worth telling about where a server was asked. */
export function remarksOnAddress({ address, previousAddress, dnsFailure, sampled }: Measured): Remark[] {
  if (!address) {
    return [];
  }
  const remarks: Remark[] = [];
  const asked = formatAddress(address);
  if (sampled.lastReply && sampled.tried) {
    const others = sampled.tried.map((each) => `${formatAddress(each.address)} (${each.failure.kind})`);
    remarks.push(remark('other-address', `it answers at ${asked}, and not at ${others.join(', ')}`));
  }
  if (previousAddress) {
    const before = formatAddress(previousAddress);
    remarks.push(
      remark('address-changed', `it was asked at ${asked}; in an earlier run it answered at ${before}`),
    );
  }
  if (dnsFailure !== undefined) {
    remarks.push(
      remark(
        'dns-failed',
        `it was asked where its name led in an earlier run, because no name server could say (${dnsFailure}); ` +
          "check the function's DNS",
      ),
    );
  }
  return remarks;
}
