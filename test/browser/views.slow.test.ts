import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { accessibilityProblems } from '../../testkit/browser/axe';
import { type Browser, openBrowser } from '../../testkit/browser/chromium';
import type { LabSession } from '../../testkit/browser/lab-session';
import { PAGE_SITUATIONS, playSituation } from '../../testkit/browser/page-situations';
import { COLOUR_SCHEMES, PAGE_SIZES } from '../../testkit/browser/page-sizes';

/**
 * The page as people meet it: with few and with many servers, on a laptop, a tablet and a phone, when something is
 * wrong. A picture of each view is left in `screenshots/`, for eyes.
 */
const SCREENSHOTS = path.join(__dirname, '..', '..', 'screenshots');

/** Seconds are shown with one digit. */
const ROUNDING_MS = 0.1;

/** Runs in the page: the sentences of its tables that end beyond the table. */
const CUT_SENTENCES = `[...document.querySelectorAll('.log .sentence')]
  .filter((cell) => cell.getBoundingClientRect().right > cell.closest('.content').getBoundingClientRect().right)
  .map((cell) => cell.textContent)`;

let browser: Browser;

beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  browser = await openBrowser({ width: 1440, height: 900 });
});
afterAll(() => browser?.close());

const VIEWS = PAGE_SIZES.flatMap((size) =>
  COLOUR_SCHEMES.map((scheme) => ({ ...size, scheme, view: `${size.name}, ${scheme}` })),
);

describe.each(PAGE_SITUATIONS)('$name', (situation) => {
  let session: LabSession;
  const complaints: string[] = [];

  beforeAll(async () => {
    session = await playSituation(situation);
    const { page } = browser;
    page.removeAllListeners('pageerror').on('pageerror', (error) => complaints.push(error.message));
    await page.goto(session.server.url);
    await page.locator('.widget').first().waitFor();
    if (situation.ended) {
      await session.close();
      await page.locator('body.ended').waitFor();
    }
  });
  afterAll(() => session?.close());

  test.each(VIEWS)('$view', async ({ width, height, scheme, view }) => {
    const { page } = browser;
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height });
    await page.evaluate('scrollTo(0, 0)');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const name = `${situation.name}, ${view}`.replaceAll(/[^a-z0-9]+/gi, '-');
    await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });

    const headline = (await page.locator('#headline').textContent()) ?? '';
    expect(headline).toMatch(situation.headline);
    if (situation.aheadMs !== undefined) {
      const [, offset, uncertainty] = situation.headline.exec(headline)!;
      expect(Math.abs(Number(offset) - situation.aheadMs)).toBeLessThanOrEqual(
        Number(uncertainty) + ROUNDING_MS,
      );
    }
    expect(await bottomOf('#headline')).toBeLessThanOrEqual(height);
    for (const server of situation.wrong) {
      expect(await bottomOf(`#intervals .name[title="${server}"]`)).toBeLessThanOrEqual(height);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    if (width === PAGE_SIZES[0]!.width) {
      expect(await page.evaluate(CUT_SENTENCES)).toEqual([]); // a laptop shows them without scrolling
    }
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  if (situation.servers.length > 12) {
    test('One server of many is found by a part of its name', async () => {
      const cards = browser.page.locator('.server');
      await browser.page.getByRole('searchbox', { name: 'Find a server' }).fill('SERVER-4');
      const found = await cards.locator('h3').allTextContents();
      expect(found).toEqual(Array.from({ length: 10 }, (_, i) => `server-4${i}`));
    });
  }

  test('The browser has nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });

  /** How far below the top of the page it ends, CSS pixels. */
  async function bottomOf(selector: string): Promise<number> {
    const { y, height } = (await browser.page.locator(selector).boundingBox())!;
    return y + height;
  }
});
