import { request } from 'node:http';
import type { PageState } from '../../../lab/web/page/page-state';
import { type LabApi, PageServer } from '../../../lab/web/page-server';

/** The page over HTTP: what it serves, to whom, and whose commands it takes. */
const calls: unknown[][] = [];
const lab: LabApi = {
  state: (view) => ({ monitor: 'm', view }) as unknown as PageState,
  setFault: (...command) => void calls.push(command),
  correctServer: (...command) => void calls.push(command),
  setTimer: (...command) => void calls.push(command),
};

let server: PageServer;
let host: string;

beforeAll(async () => {
  server = await PageServer.start(lab);
  host = new URL(server.url).host;
});
afterAll(() => server.close());
beforeEach(() => {
  calls.length = 0;
});

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** As it is written, without what `fetch` would do to paths and hosts. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { host, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const own = () => ({ origin: `http://${host}`, 'content-type': 'application/json' });
const send = (path: string, body: unknown, headers: Record<string, string> = own()) =>
  ask(path, { method: 'POST', headers, body: JSON.stringify(body) });

test('It listens on loopback', () => {
  expect(new URL(server.url).hostname).toBe('127.0.0.1');
});

test.each([
  ['/', 'text/html'],
  ['/page.js', 'text/javascript'],
  ['/style.css', 'text/css'],
  ['/icon.svg', 'image/svg+xml'],
])('%s is part of the page', async (path, type) => {
  const { status, headers, body } = await ask(path);
  expect([status, headers['content-type']]).toEqual([200, expect.stringContaining(type)]);
  expect(body).not.toBe('');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test('The page needs nothing from elsewhere', async () => {
  const pages = await Promise.all(['/', '/style.css'].map((path) => ask(path)));
  expect(pages.map(({ body }) => body).join()).not.toMatch(/https?:\/\/(?!www\.w3\.org)|\/\/cdn/);
});

test('Its script stays below 100 KB: it opens at once wherever it is looked at', async () => {
  expect(Buffer.byteLength((await ask('/page.js')).body)).toBeLessThan(100_000);
});

test.each([
  '/main.ts',
  '/../package.json',
  '/%2e%2e/package.json',
  '/etc/passwd',
  '//etc/passwd',
  '/__proto__',
])('It serves no file but its own: %s', async (path) => {
  expect((await ask(path)).status).toBe(404);
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', 'localhost'])(
  'A page that calls it %s is refused: another site may have its name resolve to here',
  async (name) => {
    expect((await ask('/', { headers: { host: name } })).status).toBe(403);
  },
);

test('localhost with its port is another name of its own', async () => {
  expect((await ask('/', { headers: { host: host.replace('127.0.0.1', 'localhost') } })).status).toBe(200);
});

test.each([
  ['/api/fault', { fault: 'lie', server: 'a', on: true }, [{ fault: 'lie', server: 'a', on: true }]],
  ['/api/fault', { fault: 'network', on: false }, [{ fault: 'network', on: false }]],
  ['/api/timer', { everyMs: 1000 }, [{ everyMs: 1000 }]],
  ['/api/timer', { paused: true }, [{ paused: true }]],
  ['/api/correct', { server: 'a' }, ['a']],
])('%s takes %j', async (path, body, expected) => {
  expect((await send(path, body)).status).toBe(204);
  expect(calls).toEqual([expected]);
});

test.each([
  ['from another site', { origin: 'http://evil.example', 'content-type': 'application/json' }],
  ['from nowhere', { origin: undefined, 'content-type': 'application/json' }],
  ['from a form of its own', { 'content-type': 'text/plain' }],
])('A command %s is refused', async (_from, changes) => {
  const all: [string, string | undefined][] = Object.entries({ ...own(), ...changes });
  const headers = Object.fromEntries(
    all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  expect((await send('/api/correct', { server: 'a' }, headers)).status).toBe(403);
  expect(calls).toEqual([]);
});

test.each([
  ['/api/nothing', {}, 404],
  ['/api/__proto__', {}, 404],
  ['/api/timer', { everyMs: 0 }, 400],
  ['/api/timer', { everyMs: 1e12 }, 400],
  ['/api/correct', {}, 400],
  ['/api/fault', { fault: 'network' }, 400],
  ['/api/fault', { fault: 'network', on: true, more: 1 }, 400],
  ['/api/fault', { server: 'x'.repeat(20_000), fault: 'lie', on: true }, 400],
])('%s refuses what it does not know', async (path, body, status) => {
  expect((await send(path, body)).status).toBe(status);
  expect(calls).toEqual([]);
});

test('Other methods are refused', async () => {
  expect((await ask('/', { method: 'PUT' })).status).toBe(405);
});

test('Who follows gets the state at once, and again with each change', async () => {
  const controller = new AbortController();
  const response = await fetch(`${server.url}events?minutes=15&server=b`, { signal: controller.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const state = { monitor: 'm', view: { minutes: 15, chosen: { server: 'b' } } };
  expect((await reader.read()).value).toBe(`data: ${JSON.stringify(state)}\n\n`);
  server.update();
  expect((await reader.read()).value).toBe(`data: ${JSON.stringify(state)}\n\n`);
  controller.abort();
});
