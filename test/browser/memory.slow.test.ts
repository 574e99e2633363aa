import type { PageState, Widget } from '../../lab/web/page/page-state';
import type { LabApi } from '../../lab/web/page-server';
import { PageServer } from '../../lab/web/page-server';
import { type Browser, openBrowser } from '../../testkit/browser/chromium';
import { LabSession } from '../../testkit/browser/lab-session';
import { labServers } from '../../testkit/browser/page-situations';

/** A page that is left open over a weekend: its memory is flat over 2,000 runs, and it stays usable. */
const RUNS = 2000;
/** Until everything that is kept is full: graphs, mails, changes. */
const WARM_UP_RUNS = 400;
const MINUTE_MS = 60_000;

let server: PageServer;
let browser: Browser;
let run = 0;

beforeAll(async () => {
  const servers = labServers(14);
  const session = await LabSession.start({ servers, plan: { servers } });
  await session.runs(12);
  session.controller.setFault({ server: 'bravo', fault: 'lie', on: true });
  await session.runs(8);
  const recorded = session.controller.state({ minutes: 30, chosen: {} });
  await session.close();
  const refused = () => {
    throw new Error('Nothing is asked of a recording.');
  };
  const lab: LabApi = {
    state: () => later(recorded, run),
    ...{ setFault: refused, correctServer: refused, setTimer: refused },
  };
  server = await PageServer.start(lab);
  browser = await openBrowser({ width: 1440, height: 900 });
  await browser.page.goto(server.url);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The recorded state, so many runs later: other times and numbers, new mails and changes, alarms to and fro. */
function later(recorded: PageState, runs: number): PageState {
  const shiftMs = runs * MINUTE_MS;
  const [mail] = recorded.inbox;
  const [change] = recorded.timeline;
  const newest = <Item>(make: (i: number) => Item) =>
    Array.from({ length: Math.min(200, runs) }, (_, i) => make(runs - i));
  return {
    ...recorded,
    clock: { ...recorded.clock, nowMs: recorded.clock.nowMs + shiftMs },
    run: { ...recorded.run!, number: runs },
    heard: { ...recorded.heard!, heardMs: recorded.heard!.heardMs + shiftMs },
    alarms: recorded.alarms.map((alarm, i) =>
      (i + runs) % 7 === 0 ? { ...alarm, state: 'ALARM', sinceMs: shiftMs } : alarm,
    ),
    inbox: newest((i) => ({ ...mail!, id: i, timeMs: i * MINUTE_MS })),
    timeline: newest((i) => ({ ...change!, timeMs: i * MINUTE_MS })),
    widgets: recorded.widgets.map((widget) => laterWidget(widget, runs)),
  };
}

function laterWidget(widget: Widget, runs: number): Widget {
  return widget.kind !== 'graph'
    ? widget
    : {
        ...widget,
        times: widget.times.map((seconds) => seconds + runs * 60),
        lines: widget.lines.map((line, i) => ({
          ...line,
          // Others become the worst, now and then.
          values: line.values.map((value) => value && value * (1 + ((i * 7 + runs) % 50))),
        })),
      };
}

/** What is alive in the page, after a collection of garbage: bytes of its heap, and nodes. */
async function alive(): Promise<{ heapBytes: number; nodes: number }> {
  const session = await browser.page.context().newCDPSession(browser.page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heapBytes: usedSize, nodes };
}

async function showRuns(count: number): Promise<void> {
  const end = run + count;
  while (run < end) {
    run += 1;
    server.update();
    await browser.page.locator('#status', { hasText: new RegExp(`^Run ${run},`) }).waitFor();
  }
}

test(`After ${RUNS} runs the page holds no more than after ${WARM_UP_RUNS}`, async () => {
  await showRuns(WARM_UP_RUNS);
  const before = await alive();
  await showRuns(RUNS - WARM_UP_RUNS);
  const after = await alive();
  process.stderr.write(
    `Alive after ${WARM_UP_RUNS} runs: ${JSON.stringify(before)}; after ${RUNS}: ${JSON.stringify(after)}\n`,
  );
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1);
  expect(after.nodes).toBeLessThan(before.nodes * 1.1);
}, 600_000);

test('Of many servers one is found by a part of its name', async () => {
  const { page } = browser;
  const cards = page.locator('.server');
  expect(await cards.count()).toBe(12);
  await page.getByRole('searchbox', { name: 'Find a server' }).fill('server-1');
  expect(await cards.locator('h3').allTextContents()).toEqual([11, 12, 13, 14].map((i) => `server-${i}`));
});
