import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openHostsFile, parseHosts } from '../../../../lambda/ntp/dns/hosts-file';

describe('A hosts file', () => {
  test.each([
    ['names an address', '192.0.2.1 a.test', { 'a.test': ['192.0.2.1'] }],
    ['names it several times', '192.0.2.1\ta.test  a', { 'a.test': ['192.0.2.1'], a: ['192.0.2.1'] }],
    ['prefers IPv4', '::1 a\n127.0.0.1 a', { a: ['127.0.0.1', '::1'] }],
    ['is written in any case', '192.0.2.1 A.Test', { 'a.test': ['192.0.2.1'] }],
    ['has comments', '# 192.0.2.1 a\n192.0.2.2 b # c', { b: ['192.0.2.2'] }],
    ['has lines of Windows', '192.0.2.1 a\r\n192.0.2.2 b\r\n', { a: ['192.0.2.1'], b: ['192.0.2.2'] }],
    ['has lines that say nothing', '\n  \nnonsense here\n192.0.2.1\n', {}],
  ])('%s', (_name, text, expected) => {
    expect(Object.fromEntries(parseHosts(text))).toEqual(expected);
  });

  test('is looked up in any case', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'hosts-'));
    await writeFile(path.join(dir, 'hosts'), '192.0.2.1 a.test\n');
    const hosts = openHostsFile(path.join(dir, 'hosts'));
    expect([await hosts('A.test'), await hosts('b.test')]).toEqual([['192.0.2.1'], []]);
    await rm(dir, { recursive: true });
  });

  test('that is missing knows nobody', async () => {
    expect(await openHostsFile('/does/not/exist')('localhost')).toEqual([]);
  });
});
