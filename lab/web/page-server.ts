import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { close, LOOPBACK, listen } from '../aws/loopback';
import type { LabController, View } from '../lab-controller';
import { MAX_INTERVAL_S } from '../run-timer';
import { type Asset, loadAssets } from './page-assets';

/** What the page can see and do. */
export type LabApi = Pick<LabController, 'state' | 'setFault' | 'correctServer' | 'setTimer'>;

/** A page of the lab's own and nothing else: no framing, no scripts or styles but its own, no other hosts. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

const MAX_BODY_LENGTH = 10_000;
const MAX_RANGE_MINUTES = 24 * 60;
const DEFAULT_RANGE_MINUTES = 60;

/** Everything that the page can ask for, each one entry: what it sends, and what happens then. */
const PAGE_COMMANDS: Readonly<Record<string, (lab: LabApi, body: unknown) => void>> = {
  '/api/fault': pageCommand(
    z.strictObject({ fault: z.string(), on: z.boolean(), server: z.string().optional() }),
    (lab, fault) => lab.setFault(fault),
  ),
  '/api/correct': pageCommand(z.strictObject({ server: z.string() }), (lab, { server }) =>
    lab.correctServer(server),
  ),
  '/api/timer': pageCommand(
    z.strictObject({
      everyMs: z
        .number()
        .positive()
        .max(MAX_INTERVAL_S * 1000)
        .optional(),
      paused: z.boolean().optional(),
    }),
    (lab, { everyMs, paused }) =>
      lab.setTimer({ ...(everyMs !== undefined && { everyMs }), ...(paused !== undefined && { paused }) }),
  ),
};

/**
 * The lab's page over HTTP, on loopback only. It answers requests that name it as their host and, where they
 * change something, come from the page itself: another site in the same browser can neither read nor control it
 * (DNS rebinding, cross-site requests).
 */
export class PageServer {
  private readonly viewers = new Map<ServerResponse, View>();

  private constructor(
    private readonly server: Server,
    private readonly lab: LabApi,
    private readonly assets: ReadonlyMap<string, Asset>,
  ) {
    server.on('request', (request, response) => {
      this.handle(request, response).catch((error: Error) => respondRefusal(response, 400, error.message));
    });
  }

  /**
   * @param port 0: any free one
   * @throws Error when the port is taken
   */
  static async start(lab: LabApi, port = 0): Promise<PageServer> {
    const assets = await loadAssets();
    const server = createServer();
    await listen(server, port);
    return new PageServer(server, lab, assets);
  }

  get url(): string {
    return `http://${LOOPBACK}:${(this.server.address() as AddressInfo).port}/`;
  }

  /** Sends every open page the new state. */
  update(): void {
    for (const [response, view] of this.viewers) {
      this.send(response, view);
    }
  }

  close(): Promise<void> {
    return close(this.server);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.isOwnHost(request.headers.host)) {
      respondRefusal(response, 403, 'This page answers at its own address only.');
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (request.method === 'POST') {
      await this.handleCommand(request, response, pathname);
    } else if (request.method !== 'GET') {
      respondRefusal(response, 405, 'Only GET and POST.');
    } else if (pathname === '/events') {
      this.follow(response, viewOf(searchParams));
    } else {
      const asset = this.assets.get(pathname);
      if (asset === undefined) {
        respondRefusal(response, 404, 'There is no such page.');
        return;
      }
      response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': asset.type }).end(asset.content);
    }
  }

  private async handleCommand(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
  ): Promise<void> {
    const { origin, host } = request.headers;
    if (origin !== `http://${host}` || request.headers['content-type'] !== 'application/json') {
      respondRefusal(response, 403, 'The lab takes commands from its own page only.');
      return;
    }
    if (!Object.hasOwn(PAGE_COMMANDS, pathname)) {
      respondRefusal(response, 404, 'There is no such command.');
      return;
    }
    PAGE_COMMANDS[pathname]!(this.lab, JSON.parse(await readCommandBody(request)));
    response.writeHead(204, SECURITY_HEADERS).end();
    this.update();
  }

  /** Server-sent events (WHATWG HTML, section 9.2): a state now, and one after each change. */
  private follow(response: ServerResponse, view: View): void {
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
    this.viewers.set(response, view);
    response.on('close', () => this.viewers.delete(response));
    this.send(response, view);
  }

  private send(response: ServerResponse, view: View): void {
    // A page that reads too slowly gets the next state once it has caught up.
    if (!response.writableNeedDrain) {
      response.write(`data: ${JSON.stringify(this.lab.state(view))}\n\n`);
    }
  }

  private isOwnHost(host: string | undefined): boolean {
    const { port } = this.server.address() as AddressInfo;
    return host === `${LOOPBACK}:${port}` || host === `localhost:${port}`;
  }
}

function pageCommand<Body>(schema: z.ZodType<Body>, run: (lab: LabApi, body: Body) => void) {
  return (lab: LabApi, body: unknown) => run(lab, schema.parse(body));
}

function viewOf(parameters: URLSearchParams): View {
  const { minutes, ...chosen } = Object.fromEntries(parameters);
  const wanted = Number(minutes ?? DEFAULT_RANGE_MINUTES);
  return { minutes: wanted > 0 && wanted <= MAX_RANGE_MINUTES ? wanted : DEFAULT_RANGE_MINUTES, chosen };
}

async function readCommandBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > MAX_BODY_LENGTH) {
      throw new Error('The body is too long.');
    }
  }
  return body;
}

function respondRefusal(response: ServerResponse, status: number, why: string): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(why);
}
