import type { Page } from 'playwright-core';
import { scenario } from '../../lab/scenarios/scenario';
import { ScenarioRunner } from '../../lab/scenarios/scenario-runner';
import { type Browser, openBrowser } from '../../testkit/browser/chromium';
import { LabSession } from '../../testkit/browser/lab-session';

/**
 * The lab's page in a real browser: the stack's own dashboard over the function's own readings of servers that
 * are told to lie. The tests fire the runs, so that nothing here waits for time to pass.
 */
let session: LabSession;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  session = await LabSession.start();
  browser = await openBrowser({ width: 1500, height: 1180 });
  page = browser.page;
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await session.runs(20);
  await page.goto(session.server.url);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await session?.close();
});

/** The element with the focus, told from others by its place. */
const WHERE = `(() => {
  const element = document.activeElement;
  const same = [...document.querySelectorAll(element.tagName)];
  return element.tagName + ' ' + same.indexOf(element);
})()`;

const tile = (alarm: string) => page.locator('.alarms li', { hasText: alarm });
const card = (name: string) => page.locator(`.server[data-server="${name}"]`);
const inbox = () => page.locator('#mails summary');

test('The page draws every widget of the dashboard where CloudWatch would', async () => {
  const { widgets } = session.controller.state({ minutes: 30, chosen: {} });
  await expect(page.locator('.widget').count()).resolves.toBe(widgets.length);
  await expect(page.locator('.widget.unsupported').count()).resolves.toBe(0);
  const graphs = widgets.filter(({ kind }) => kind === 'graph');
  await expect(page.locator('.widget.graph canvas').count()).resolves.toBe(graphs.length);
  const titles = await page.locator('.widget h3').allTextContents();
  expect(titles).toEqual(widgets.filter(({ kind }) => kind !== 'text').map(({ title }) => title));
});

test('A graph says its latest values to those who cannot see it, and arrow keys read it out', async () => {
  const graph = page.getByRole('group', { name: /^Offset \(ms\)\. Now: alfa/ });
  await graph.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await page.locator('#news').textContent()).toMatch(/^\d\d:\d\d: alfa -?[\d.]+, /);
  await page.mouse.move(0, 0);
});

test('A server that is made to lie turns its alarm red, mails somebody, and recovers', async () => {
  const alarm = tile('lab outside bravo');
  await alarm.and(page.locator('.ok')).waitFor();

  await page.getByRole('button', { name: /^Lie: bravo/ }).click();
  await page.getByRole('button', { name: /^Lie: bravo/, pressed: true }).waitFor();
  await session.runs(6);
  await alarm.and(page.locator('.bad')).waitFor();
  await card('bravo').locator('.verdict.outside').waitFor();
  const mail = inbox().filter({ hasText: 'ALARM: "lab outside bravo"' });
  await mail.click();
  const text = page.locator('#mails details[open] pre').first();
  expect(await text.textContent()).toContain('proven to be more than 50 ms');
  await mail.click();

  await page.getByRole('button', { name: 'Set right: bravo' }).click();
  await page.getByRole('button', { name: /^Lie: bravo/, pressed: false }).waitFor();
  await session.runs(14); // a whole window without proof
  await alarm.and(page.locator('.ok')).waitFor();
  await inbox().filter({ hasText: 'OK: "lab outside bravo"' }).first().waitFor();
}, 60_000);

test('Another server is looked at closely when it is chosen', async () => {
  await page.getByRole('combobox', { name: /^Server/ }).selectOption('echo');
  await page.locator('.widget h3', { hasText: 'echo: drift (ppm' }).waitFor();
  await page.locator('.widget.log h3', { hasText: 'Readings of echo' }).waitFor();
});

test('CloudWatch that refuses is a failing monitor, with no page for each server', async () => {
  await page.getByRole('button', { name: /^CloudWatch refuses/ }).click();
  await page.getByRole('button', { name: /^CloudWatch refuses/, pressed: true }).waitFor();
  await session.runs(6);
  await page.locator('#status', { hasText: 'the run failed' }).waitFor();
  expect(await page.locator('.alarms li.bad', { hasText: /right-/ }).count()).toBe(0);
  expect(await page.locator('.alarms li.bad').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: /^CloudWatch refuses/ }).click();
  await page.getByRole('button', { name: /^CloudWatch refuses/, pressed: false }).waitFor();
}, 60_000);

test('Its lost runs are remembered until somebody purges the queue', async () => {
  await tile('lab failed runs').and(page.locator('.bad')).waitFor();
  await page.getByRole('button', { name: /^Purge the queues/ }).click();
  await session.runs(12);
  await tile('lab failed runs').and(page.locator('.ok')).waitFor();
}, 60_000);

test('A schedule that is disabled is told of, though nothing runs that could tell', async () => {
  await page.getByRole('button', { name: /^Disable the schedule/ }).click();
  await page.getByRole('button', { name: /^Disable the schedule/, pressed: true }).waitFor();
  await session.runs(10);
  await tile('lab not watching').and(page.locator('.bad')).waitFor();
  await inbox().filter({ hasText: 'ALARM: "lab not watching"' }).first().waitFor();
  await page.getByRole('button', { name: /^Disable the schedule/ }).click();
  await page.getByRole('button', { name: /^Disable the schedule/, pressed: false }).waitFor();
  await session.runs(14);
  await tile('lab not watching').and(page.locator('.ok')).waitFor();
}, 60_000);

test('A scenario says how far it is, and whether the right notifications arrived', async () => {
  const notifications = [['page outside alfa ALARM', 3, 3]] as const;
  const steps = [{ runs: 6, servers: { alfa: 80, bravo: 80 } }];
  const wrong = scenario('wrong', 'two of four are wrong, and the scenario expects another page', {
    steps,
    notifications,
  });
  session.controller.runner = new ScenarioRunner(wrong, session.controller, session.lab.periodMs);
  await session.runs(1);
  await page.locator('#scenario', { hasText: /^Scenario wrong: .* run 1 of 14$/ }).waitFor();
  await session.runs(13);
  await page.locator('#scenario', { hasText: 'never sent: page outside alfa ALARM' }).waitFor();
  session.controller.runner = undefined;
  session.controller.begin({ runs: 1 });
  await session.runs(1);
  await page.locator('#scenario').waitFor({ state: 'hidden' });
}, 60_000);

test('The keyboard reaches every control', async () => {
  await page.getByRole('button', { name: /^Lie: charlie/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Lie: charlie/, pressed: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Lie: charlie/, pressed: false }).waitFor();
  // What Tab reaches, from the top of the page to its end and around.
  const controls = await page.locator(':is(button, select, summary, [tabindex="0"]):visible').count();
  await page.locator('a.skip').focus();
  const reached = new Set<string>();
  for (let i = 0; i < controls + 20; i += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(WHERE));
  }
  expect([...reached].filter((name) => /^(BUTTON|SELECT|SUMMARY|DIV) /.test(name)).length).toBe(controls);
});

test("Nothing is wider than a phone, and nothing's missing there", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('nav').waitFor({ state: 'visible' });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  for (const widget of await page.locator('.widget').all()) {
    expect((await widget.boundingBox())!.width).toBeLessThanOrEqual(390);
  }
  await page.setViewportSize({ width: 1500, height: 1180 });
});

test('The browser has nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
