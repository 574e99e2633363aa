import { monitorJson, withFirst } from './synthesise';
import { type ConfigKind, TIME_KINDS } from './time-values';

const inGroups = (securityGroupIds: string[]) => ({ id: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds });

const one = (text: string) => [text];

/** Every kind of value. */
export const KINDS: Record<string, ConfigKind> = {
  ...TIME_KINDS,
  host: {
    place: (host) => withFirst({ host, name: 'x' }),
    values: [
      ...[
        'a',
        'a.example',
        'a.example.',
        'A-1.example',
        '_ntp._udp.example',
        '192.0.2.1',
        '2001:db8::1',
        '::1',
        '::',
      ],
      ...[
        '::ffff:192.0.2.1',
        '1:2:3:4:5:6:7:1.2.3.4',
        ':::1.2.3.4',
        '1::2::1.2.3.4',
        '1:2:3:4:5:6:1.2.3.4',
        'fe80::1%eth0',
        '1.example',
        'a1',
        'xn--bcher-kva.example',
        `${'x'.repeat(63)}.org`,
      ],
      ...[
        '',
        ' ',
        'a b',
        'ntp://a',
        'a:123',
        '[::1]',
        'a/',
        '10.0.0.300',
        '10.0.0',
        '1',
        'a.1',
        '-a',
        'a-',
        'a..b',
        '.a',
      ],
      ...[
        '::1::',
        '2001:db8::g',
        'fe80::1%',
        '1.2.3.4:5',
        `${'x'.repeat(64)}.org`,
        'bücher.example',
        'a\n',
        null,
        7,
        true,
      ],
      ...[
        `${'x.'.repeat(127)}x`,
        `${'x.'.repeat(126)}x`,
        '256.1.1.1',
        '01.2.3.4',
        '1.2.3.4.',
        'a_b',
        'a@b',
        'a,b',
        '*',
      ],
    ],
  },
  'server as a text': {
    place: (host) => monitorJson({ servers: [host, 'b', 'c'] }),
    values: ['a', 'a:1', '', '2001:db8::1', '::1', [], {}],
  },
  name: {
    place: (name) => monitorJson({ name }),
    values: [
      ...['ntp', 'a b', ' a', 'a ', ':a', 'a:', '', 'für', 'a"b', 'a\\b', "a'b"],
      ...['x'.repeat(150), 'x'.repeat(200), 'x'.repeat(256), 5, null],
    ],
  },
  limitMs: { place: (limitMs) => monitorJson({ limitMs }), values: [50, 0.5, 0, -1, '50', null, 1e9] },
  port: { place: (port) => withFirst({ port }), values: [1, 123, 65_535, 0, 65_536, 1.5, '123', -1] },
  role: {
    place: (role) => monitorJson({ servers: ['a', 'b', 'c', { host: 'd', role }] }),
    values: ['reference', 'target', 'Target', '', 1],
  },
  severity: { place: (severity) => withFirst({ severity }), values: ['page', 'warn', 'none', true] },
  smeared: {
    place: (smeared) => monitorJson({ servers: ['a', 'b', 'c', { host: 'd', role: 'target', smeared }] }),
    values: [true, false, 'yes', 0],
  },
  reference: {
    place: (reference) => monitorJson({ reference }),
    values: ['consensus', 'clock', 'gps', { server: 'a' }, {}, { server: 'a', x: 1 }, { server: '' }, ['a']],
  },
  unknown: {
    place: (more) => ({ ...(monitorJson() as object), ...(more as object) }),
    values: [{ limit: 5 }, { monitor: 'x' }, { $schema: 'x' }, { $schema: 5 }],
  },
  servers: {
    place: (servers) => monitorJson({ servers }),
    values: [
      [],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', 'a'],
      {},
      'a',
      [{ host: 'a' }, { host: 'b' }, { host: 'c' }, { host: 'c' }],
      ['a', 'b'],
    ],
  },
  'servers judged by the clock': {
    place: (servers) => monitorJson({ servers, reference: 'clock' }),
    values: [[], ['a'], [{ host: '::1' }], [{ host: '::1', name: 'x' }]],
  },
  'servers in full detail': {
    place: (count) =>
      monitorJson({ detail: 'full', servers: Array.from({ length: Number(count) }, (_, i) => `a${i}`) }),
    values: [140, 141],
  },
  email: {
    place: (email) => monitorJson({ notify: { email } }),
    values: [[], ['a@b.example'], ['a'], ['a@b.example', 'a@b.example'], 'a@b.example', ['a b@c.example']],
  },
  https: {
    place: (https) => monitorJson({ notify: { https } }),
    values: [
      ['https://a.example/x'],
      ['http://a.example'],
      ['HTTPS://a.example'],
      ['a.example'],
      ['https://a', 'https://a'],
      ['ftp://a'],
      ...[
        'https://',
        'https:a',
        'https:///a',
        'https://a b',
        'https://a/ b',
        ' https://a ',
        'https://a?x#y',
      ].map(one),
      ...[
        'https://a:65535',
        'https://a:65536',
        'https://a:x',
        'https://u:p@a',
        'https://[::1]/',
        'https://[::1',
      ].map(one),
    ],
  },
  topicArn: {
    place: (topicArn) => monitorJson({ notify: { topicArn } }),
    values: [
      'arn:aws:sns:eu-west-1:111122223333:x',
      'arn:aws-cn:sns:cn-north-1:111122223333:x',
      'arn:aws:sns:eu-west-1:1:x',
      'arn:aws:sqs:eu-west-1:111122223333:x',
      'arn:aws:sns:eu-west-1:111122223333:x.fifo',
    ],
  },
  slack: {
    place: (slack) => monitorJson({ notify: { slack } }),
    values: [
      { workspaceId: 'T0123ABCD', channelId: 'C0123ABCD' },
      { workspaceId: 'T0123ABCD' },
      { workspaceId: 't0123abcd', channelId: 'C0123ABCD' },
    ],
  },
  vpc: {
    place: (vpc) => monitorJson({ vpc }),
    values: [
      { id: 'vpc-1', subnetIds: ['subnet-1'] },
      { id: 'x', subnetIds: ['subnet-1'] },
      { id: 'vpc-1', subnetIds: [] },
      { id: 'vpc-1', subnetIds: ['subnet-1', 'subnet-1'] },
      { id: 'vpc-1' },
      ...[['sg-1', 'sg-2'], [], ['sg-1', 'sg-1'], ['web'], [...'123456'].map((n) => `sg-${n}`)].map(inGroups),
    ],
  },
  runbook: {
    place: (runbook) => monitorJson({ runbook }),
    values: [
      'https://a.example',
      'http://a.example/b#c',
      'http:a',
      'http://<x>',
      'our wiki',
      '',
      'javascript:x',
      5,
    ],
  },
  logRetentionDays: {
    place: (logRetentionDays) => monitorJson({ logRetentionDays }),
    values: [365, 1, 3653, 100, 0, '365'],
  },
};
