import type { PageState } from '../../lab/web/page/page-state';
import { type Browser, openBrowser } from '../../testkit/browser/chromium';
import { LabSession } from '../../testkit/browser/lab-session';
import { labServers } from '../../testkit/browser/page-situations';

/** A page that is left open over a weekend: its memory is flat over 2,000 runs, and it stays usable. */
const RUNS = 2000;
/** Until everything that is kept is full: graphs, mails, changes. */
const WARM_UP_RUNS = 400;
/** Fed in one go. */
const RUNS_AT_ONCE = 100;

let session: LabSession;
let browser: Browser;
let recorded: PageState;
let run = 0;

beforeAll(async () => {
  const servers = labServers(4);
  session = await LabSession.start({ servers, plan: { servers } });
  await session.runs(10);
  session.controller.setFault({ server: 'bravo', fault: 'lie', on: true });
  await session.runs(6);
  recorded = session.controller.state({ minutes: 30, chosen: {} });
  browser = await openBrowser({ width: 1440, height: 900 });
  // What the page hears comes from the test, at the speed at which it can show it.
  await browser.page.addInitScript(`window.EventSource = class {
    constructor() { window.feed = (data) => this.onmessage({ data }); }
    close() {}
  }`);
  await browser.page.goto(session.server.url);
  await browser.page.waitForFunction('window.feed !== undefined');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await session?.close();
});

/**
 * Runs in the page: shows it the recorded state again and again, each a minute later, with other numbers, with new
 * mails and changes, and with alarms that go on and off.
 */
async function feedRuns({ state, from, to }: { state: PageState; from: number; to: number }): Promise<void> {
  const { feed } = globalThis as unknown as { feed: (data: string) => void };
  const newest = <Item>(runs: number, make: (i: number) => Item) =>
    Array.from({ length: Math.min(200, runs) }, (_, i) => make(runs - i));
  for (let runs = from; runs < to; runs += 1) {
    const shiftMs = runs * 60_000;
    const later = {
      ...state,
      clock: { ...state.clock, nowMs: state.clock.nowMs + shiftMs },
      run: { ...state.run, number: runs },
      heard: { ...state.heard, heardMs: state.heard!.heardMs + shiftMs },
      alarms: state.alarms.map((alarm, i) =>
        (i + runs) % 7 === 0 ? { ...alarm, state: 'ALARM', sinceMs: shiftMs } : alarm,
      ),
      inbox: newest(runs, (i) => ({ ...state.inbox[0], id: i, timeMs: i * 60_000 })),
      timeline: newest(runs, (i) => ({ ...state.timeline[0], timeMs: i * 60_000 })),
      widgets: state.widgets.map((widget) =>
        widget.kind !== 'graph'
          ? widget
          : {
              ...widget,
              times: widget.times.map((seconds) => seconds + runs * 60),
              // Others become the worst, now and then.
              lines: widget.lines.map((line, i) => ({
                ...line,
                values: line.values.map((value) => value && value * (1 + ((i * 7 + (runs >> 4)) % 4))),
              })),
            },
      ),
    };
    feed(JSON.stringify(later));
    await new Promise((done) => setTimeout(done));
  }
}

async function showRuns(last: number): Promise<void> {
  while (run < last) {
    const to = Math.min(run + RUNS_AT_ONCE, last);
    await browser.page.evaluate(feedRuns, { state: recorded, from: run + 1, to: to + 1 });
    run = to;
  }
  expect(await browser.page.locator('#status').textContent()).toMatch(new RegExp(`^Run ${last},`));
}

/** What is alive in the page, after a collection of garbage: bytes of its heap, and nodes. */
async function alive(): Promise<{ heapBytes: number; nodes: number }> {
  const client = await browser.page.context().newCDPSession(browser.page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const { nodes } = await client.send('Memory.getDOMCounters');
  await client.detach();
  return { heapBytes: usedSize, nodes };
}

test(`After ${RUNS} runs the page holds no more than after ${WARM_UP_RUNS}`, async () => {
  await showRuns(WARM_UP_RUNS);
  const before = await alive();
  await showRuns(RUNS);
  const after = await alive();
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1000)} KB`;
  process.stderr.write(
    `Heap ${kilobytes(before.heapBytes)} and ${before.nodes} nodes after ${WARM_UP_RUNS} runs, ` +
      `${kilobytes(after.heapBytes)} and ${after.nodes} nodes after ${RUNS}.\n`,
  );
  expect(after.heapBytes).toBeLessThan(before.heapBytes * 1.1);
  expect(after.nodes).toBeLessThan(before.nodes * 1.1);
}, 600_000);
