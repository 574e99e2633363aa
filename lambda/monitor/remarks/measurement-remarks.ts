import { formatAddress } from '../../ntp/dns/address';
import type { Measured } from '../../ntp/measure';
import { hasAnswered } from '../../ntp/sampling';
import { type Remark, remark } from './remark';

/** What measuring a server showed that is worth telling. */
export function remarksOnMeasuring(measured: Measured): Remark[] {
  const { shiftMs } = measured;
  const moved =
    shiftMs === undefined
      ? []
      : [
          remark(
            'moved',
            `its time moved by ${shiftMs.toFixed(3)} ms while it was asked, a step or a slew; the uncertainty covers ` +
              'what was seen; check what sets its clock',
          ),
        ];
  return [...moved, ...remarksOnAddress(measured)];
}

function remarksOnAddress({ address, previousAddress, dnsFailure, sampled }: Measured): Remark[] {
  if (!address) {
    return [];
  }
  const remarks: Remark[] = [];
  const asked = formatAddress(address);
  if (hasAnswered(sampled) && sampled.tried) {
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
