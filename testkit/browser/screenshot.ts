import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser } from './chromium';
import { LabSession } from './lab-session';

/** `npm run screenshot`: the picture of the lab in the README, in which two servers go wrong. */
const SCREENSHOT_FILE = path.join(__dirname, '..', '..', 'docs', 'images', 'lab.png');

async function main(): Promise<void> {
  const session = await LabSession.start();
  const browser = await openBrowser({ width: 1440, height: 1290 });
  try {
    await session.runs(22);
    session.lab.ntpServers!.change('golf', { unsynchronised: true });
    await session.runs(6);
    // Runs follow each other without a pause here, so that a drift has to be helped along.
    for (let offsetMs = 0; offsetMs < 90; offsetMs += 6) {
      session.lab.ntpServers!.change('echo', { offsetMs });
      if (offsetMs === 54) {
        session.controller.setFault({ server: 'bravo', fault: 'lie', on: true });
      }
      await session.runs(1);
    }
    session.controller.setFault({ server: 'echo', fault: 'drift', on: true });
    const { page } = browser;
    await page.goto(session.server.url);
    await page.locator('.widget canvas').first().waitFor();
    await page.locator('#mails summary').first().waitFor();
    await mkdir(path.dirname(SCREENSHOT_FILE), { recursive: true });
    await page.screenshot({ path: SCREENSHOT_FILE, animations: 'disabled' });
  } finally {
    await browser.close();
    await session.close();
  }
}

void main();
