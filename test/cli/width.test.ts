import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProgram } from '../../cli/program';
import { NtpServer } from '../../lab/ntp/ntp-server';
import { ntpDriftOn } from '../../testkit/ntp-drift-process';
import { monitorJson } from '../../testkit/stack/synthesise';

const servers: NtpServer[] = [];
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ntp-drift-width-'));
  for (const behaviour of [{}, { offsetMs: 80 }, { unsynchronised: true }]) {
    servers.push(await NtpServer.start({ behaviour }));
  }
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

const hosts = () => servers.map(({ host, port }) => `${host}:${port}`);

/** Of servers that are there, with long names. */
function monitorFile(): string {
  const file = join(folder, 'monitor.json');
  const listed = servers.map(({ host, port }, i) => ({
    host,
    port,
    name: `server-${i}-of-the-headquarters.example.com`,
    freeRunning: true,
    pacing: 'fast',
  }));
  writeFileSync(file, JSON.stringify(monitorJson({ servers: listed })));
  return file;
}

describe.each([60, 80, 120])('At %i columns', (width) => {
  const tooWide = async (...args: string[]) => {
    const { printed } = await ntpDriftOn({ colour: false, width }, args);
    expect(printed.split('\n').length).toBeGreaterThan(3); // something was printed
    return printed.split('\n').filter((line) => line.length > width);
  };

  const commands = createProgram(() => {}, { colour: false, width }).commands.map((each) => each.name());
  test.each(['', ...commands].filter((name) => name !== 'lab'))(
    'the help of "ntp-drift %s" fits',
    async (name) => {
      expect(await tooWide(...(name === '' ? [] : [name]), '--help')).toEqual([]);
    },
  );

  test('every field of every answer fits', async () => {
    expect(await tooWide('query', ...hosts(), '--fast', '--verbose')).toEqual([]);
    expect(await tooWide('query', hosts()[0]!, '--fast')).toEqual([]);
  });

  test('a run of one’s own monitor.json fits', async () => {
    expect(await tooWide('run', monitorFile(), '--verbose')).toEqual([]);
  });

  test('what a watch prints into a file fits', async () => {
    expect(await tooWide('watch', ...hosts(), '--fast', '--runs', '1')).toEqual([]);
  });

  test('what would be deployed, and its price, fits', async () => {
    expect(await tooWide('explain', monitorFile())).toEqual([]);
  });
});
