import { remarksOnMeasuring } from '../../../../lambda/monitor/remarks/measurement-remarks';
import type { Address } from '../../../../lambda/ntp/dns/address';
import type { Measured } from '../../../../lambda/ntp/measure';
import { silent, usable } from '../../../../testkit/function/sample-readings';

const first: Address = { ip: '192.0.2.1', family: 4, port: 123 };
const second: Address = { ip: '2001:db8::1', family: 6, port: 123 };

function answeredAtSecond(): Measured {
  const measured = usable(undefined, { address: second });
  const tried = [{ address: first, failure: { kind: 'port-closed' } as const }];
  return { ...measured, sampled: { ...measured.sampled, tried } };
}

const SILENT: Measured = { ...answeredAtSecond(), ...silent() };

describe('What measuring a server showed is told', () => {
  test.each<[string, Measured, string[]]>([
    ['when it is as ever', usable(), []],
    ['when its name has none', { ...silent(), address: null }, []],
    ['when it answers nowhere: its reason says it', SILENT, []],
    [
      'when it answered elsewhere than it was asked first',
      answeredAtSecond(),
      ['info other-address: it answers at [2001:db8::1]:123, and not at 192.0.2.1:123 (port-closed)'],
    ],
    [
      'when it answered elsewhere in an earlier run',
      usable(undefined, { address: second, previousAddress: first }),
      [
        'info address-changed: it was asked at [2001:db8::1]:123; in an earlier run it answered at 192.0.2.1:123',
      ],
    ],
    [
      'when the server moved',
      usable(undefined, { shiftMs: 200.0004 }),
      [
        'warn moved: its time moved by 200.000 ms while it was asked, a step or a slew; the uncertainty covers what ' +
          'was seen; check what sets its clock',
      ],
    ],
    [
      'when DNS failed',
      usable(undefined, { address: first, dnsFailure: 'DNS answered ETIMEOUT' }),
      [
        'warn dns-failed: it was asked where its name led in an earlier run, because no name server could say ' +
          "(DNS answered ETIMEOUT); check the function's DNS",
      ],
    ],
  ])('%s', (_name, measured, expected) => {
    expect(
      remarksOnMeasuring(measured).map(({ severity, id, text }) => `${severity} ${id}: ${text}`),
    ).toEqual(expected);
  });
});
