import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser } from './chromium';
import { Night } from './night';

/** `npm run screenshot`: the picture of the lab in the README, of a night in which two servers go wrong. */
const FILE = path.join(__dirname, '..', '..', 'docs', 'images', 'lab.png');

async function main(): Promise<void> {
  const night = await Night.start();
  const browser = await openBrowser({ width: 1440, height: 1290 });
  try {
    await night.runs(22);
    night.lab.fleet!.change('unsynchronised', { unsynchronised: true });
    await night.runs(6);
    // Runs follow each other without a pause here, so that a drift has to be helped along.
    for (let offsetMs = 0; offsetMs < 90; offsetMs += 6) {
      night.lab.fleet!.change('drifting', { offsetMs });
      if (offsetMs === 54) {
        night.desk.tellServer('right-2', 'lie', true);
      }
      await night.runs(1);
    }
    night.desk.tellServer('drifting', 'drift', true);
    const { page } = browser;
    await page.goto(night.server.url);
    await page.locator('.widget canvas').first().waitFor();
    await page.locator('#mails summary').first().waitFor();
    await mkdir(path.dirname(FILE), { recursive: true });
    await page.screenshot({ path: FILE, animations: 'disabled' });
  } finally {
    await browser.close();
    await night.close();
  }
}

void main();
