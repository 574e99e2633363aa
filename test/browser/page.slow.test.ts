import { scenario } from '../../lab/scenarios/scenario';
import { ScenarioRunner } from '../../lab/scenarios/scenario-runner';
import { type Browser, openBrowser } from '../../testkit/browser/chromium';
import { LabSession } from '../../testkit/browser/lab-session';
import { labServers } from '../../testkit/browser/page-situations';

/**
 * The lab's page in a real browser: the stack's own dashboard over the function's own readings of servers that
 * are told to lie. The tests fire the runs, so that nothing here waits for time to pass.
 */
let session: LabSession;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  const servers = labServers(5);
  [session, browser] = await Promise.all([
    LabSession.start({ servers, plan: { servers, settings: { notify: { email: ['oncall@example.com'] } } } }),
    openBrowser({ width: 1500, height: 1180 }),
  ]);
  const { page } = browser;
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await session.runs(8);
  await page.goto(session.server.url);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await session?.close();
});

const find = (selector: string) => browser.page.locator(selector);
const button = (name: RegExp, pressed?: boolean) =>
  browser.page.getByRole('button', { name, ...(pressed !== undefined && { pressed }) });
const tile = (alarm: string) => browser.page.locator('.alarms li', { hasText: alarm });
const card = (name: string) => find(`.server[data-server="${name}"]`);
const inbox = () => find('#mails .mail > summary');

/** Presses a button that stays pressed, or lets it go, until the page says so. */
async function toggle(name: RegExp, on: boolean): Promise<void> {
  await button(name).click();
  await button(name, on).waitFor();
}

test('The page draws every widget of the dashboard where CloudWatch would', async () => {
  const { widgets } = session.controller.state({ minutes: 30, chosen: {} });
  await expect(find('.widget').count()).resolves.toBe(widgets.length);
  await expect(find('.widget.unsupported').count()).resolves.toBe(0);
  const graphs = widgets.filter(({ kind }) => kind === 'graph');
  await expect(find('.widget.graph canvas').count()).resolves.toBe(graphs.length);
  const titles = await find('.widget > h3').allTextContents();
  expect(titles).toEqual(widgets.filter(({ kind }) => kind !== 'text').map(({ title }) => title));
});

test('A graph says its latest values to those who cannot see it, and arrow keys read it out', async () => {
  const { page } = browser;
  await page.getByRole('group', { name: /^Offset \(ms\)\. Now: alfa/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await find('#news').textContent()).toMatch(/^(\d{4}-\d\d-\d\d )?\d\d:\d\d: alfa -?[\d.]+, /);
  await page.mouse.move(0, 0);
});

test('A graph without lines says when there would be some', async () => {
  const texts = await find('.widget.graph .empty').allTextContents();
  expect(texts).toContainEqual(
    expect.stringMatching(/^Nothing was published in the time shown\. HoursToLimit/),
  );
});

test('Dragging over a graph zooms all of them, and everything can be shown again', async () => {
  const { page } = browser;
  const over = find('.widget.graph .u-over').first();
  const { x, y, width } = (await over.boundingBox())!;
  await page.mouse.move(x + width * 0.5, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.75, y + 20, { steps: 3 });
  await page.mouse.up();
  const reset = button(/^Zoomed to \d\d:\d\d\u2013\d\d:\d\d: show all$/);
  await reset.click();
  await reset.waitFor({ state: 'hidden' });
  await page.getByRole('group', { name: /^Offset/ }).press('+');
  await reset.waitFor();
  await page.getByRole('group', { name: /^Offset/ }).press('Escape');
  await reset.waitFor({ state: 'hidden' });
});

test('A server that is made to lie turns its alarm red, mails somebody, and recovers', async () => {
  const alarm = tile('lab outside bravo');
  await alarm.and(find('.ok')).waitFor();

  await toggle(/^Lie: bravo/, true);
  await session.runs(6);
  await alarm.and(find('.bad')).waitFor();
  await find('#alarms-on .page').filter({ hasText: 'lab outside bravo' }).waitFor();
  await card('bravo').locator('.verdict.outside').waitFor();
  const mail = inbox().filter({ hasText: 'ALARM: "lab outside bravo"' });
  // Wherever somebody looks, they see that it came.
  await find('#arrived.bad').filter({ hasText: 'lab outside bravo' }).click();
  await mail.click();
  await find('#arrived').waitFor({ state: 'hidden' });
  const opened = find('#mails details[open]').first();
  expect(await opened.locator('> pre').textContent()).toContain('proven to be more than 50 ms');
  await opened.locator('details > summary').click();
  const json = await opened.locator('details[open] pre').textContent();
  expect(JSON.parse(json!)).toMatchObject({ AlarmName: 'lab outside bravo', NewStateValue: 'ALARM' });
  await mail.click();

  await button(/^Set right: bravo/).click();
  await button(/^Lie: bravo/, false).waitFor();
  await session.runs(10); // a whole window without proof
  await alarm.and(find('.ok')).waitFor();
  await inbox().filter({ hasText: 'OK: "lab outside bravo"' }).first().waitFor();
}, 60_000);

test('Another server is looked at closely when it is chosen', async () => {
  await browser.page.getByRole('combobox', { name: /^Server/ }).selectOption('echo');
  await find('.widget h3').filter({ hasText: 'echo: drift and its 95' }).waitFor();
  await find('.widget.log h3').filter({ hasText: 'Readings of echo' }).waitFor();
});

test('CloudWatch that refuses is a failing monitor, with no page for each server', async () => {
  await toggle(/^CloudWatch refuses/, true);
  await session.runs(5);
  await find('#status').filter({ hasText: 'the run failed' }).waitFor();
  expect(
    await find('.alarms li.bad')
      .filter({ hasText: /alfa|bravo|charlie/ })
      .count(),
  ).toBe(0);
  expect(await find('.alarms li.bad').count()).toBeGreaterThan(0);
  expect(await find('#heard').textContent()).toMatch(/^(Nothing was heard since|$)/);
  await toggle(/^CloudWatch refuses/, false);
}, 60_000);

test('Its lost runs are remembered, when it works again, until somebody purges the queue', async () => {
  await session.runs(25);
  await tile('lab runs lost').and(find('.bad')).waitFor();
  await button(/^Purge the queues/).click();
  await session.runs(10);
  await tile('lab runs lost').and(find('.ok')).waitFor();
}, 60_000);

test('A schedule that is disabled is told of, though nothing runs that could tell', async () => {
  await toggle(/^Disable the schedule/, true);
  await session.runs(10);
  await tile('lab not watching').and(find('.bad')).waitFor();
  await inbox().filter({ hasText: 'ALARM: "lab not watching"' }).first().waitFor();
  expect(await find('#heard').textContent()).toMatch(/^Nothing was heard since \d\d:\d\d UTC\.$/);
  await toggle(/^Disable the schedule/, false);
}, 60_000);

test('A scenario says how far it is, and whether the right notifications arrived', async () => {
  const notifications = [['page outside alfa ALARM', 3, 3]] as const;
  const wrong = scenario('wrong', 'two of four are wrong, and the scenario expects another page', {
    steps: [{ runs: 2, servers: { alfa: 80, bravo: 80 } }],
    notifications,
  });
  session.controller.runner = new ScenarioRunner(wrong, session.controller, session.lab.periodMs);
  await session.runs(1);
  await find('#scenario')
    .filter({ hasText: /^Scenario wrong: .* run 1 of 10$/ })
    .waitFor();
  await session.runs(9);
  await find('#scenario').filter({ hasText: 'never sent: page outside alfa ALARM' }).waitFor();
  session.controller.runner = undefined;
  session.controller.begin({ runs: 1 });
  await session.runs(1);
  await find('#scenario').waitFor({ state: 'hidden' });
}, 60_000);

test('The keyboard reaches every control', async () => {
  const { page } = browser;
  await button(/^Lie: charlie/).focus();
  await page.keyboard.press('Enter');
  await button(/^Lie: charlie/, true).waitFor();
  await page.keyboard.press('Enter');
  await button(/^Lie: charlie/, false).waitFor();
  // What Tab reaches, from the top of the page to its end and around.
  const controls = ':is(button, select, input, summary, a[href], [tabindex="0"])';
  await page.evaluate(`
    window.reached = new Set();
    document.addEventListener('focusin', ({ target }) => target.matches('${controls}') && reached.add(target));
  `);
  await find('a.skip').focus();
  const count = await page.locator(`${controls}:visible`).count();
  for (let i = 0; i < count + 5; i += 1) {
    await page.keyboard.press('Tab');
  }
  const missed = await page.evaluate(
    `[...document.querySelectorAll('${controls}')].filter((each) => each.checkVisibility() && !reached.has(each))
      .map((each) => each.outerHTML.slice(0, 80))`,
  );
  expect(missed).toEqual([]);
});

test("Nothing is wider than a phone, and nothing's missing there", async () => {
  const { page } = browser;
  await page.setViewportSize({ width: 390, height: 844 });
  await find('nav').waitFor({ state: 'visible' });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  const widths: number[] = await page.evaluate(
    `[...document.querySelectorAll('.widget')].map((widget) => widget.getBoundingClientRect().width)`,
  );
  expect(Math.max(...widths)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1500, height: 1180 });
});

test('The browser has nothing to complain of', () => {
  expect(complaints).toEqual([]);
});

test('A lab that has ended looks neither well nor as if it took orders', async () => {
  await session.server.close();
  await find('.headline.bad')
    .filter({ hasText: /^The lab has ended\. At \d\d:\d\d UTC it said: / })
    .waitFor();
  expect(await find(':is(button, select, input):not(:disabled)').count()).toBe(0);
});
