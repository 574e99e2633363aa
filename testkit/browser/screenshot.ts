import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from './chromium';
import { LabSession } from './lab-session';

/** `npm run screenshot`: the picture of the lab in the README, in which two servers go wrong. */
const SCREENSHOT_FILE = path.join(__dirname, '..', '..', 'docs', 'images', 'lab.webp');

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
    const png = await page.screenshot({ animations: 'disabled' });
    await writeFile(SCREENSHOT_FILE, await toWebp(page, png));
  } finally {
    await browser.close();
    await session.close();
  }
}

/** The package carries the picture: as WebP, as wide as READMEs are shown, it has a quarter of the bytes of the PNG. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  await page.goto('about:blank'); // whose policy forbids nothing
  const url = await page.evaluate(DRAW_AS_WEBP.replace('PNG', png.toString('base64')));
  return Buffer.from(String(url).split(',')[1]!, 'base64');
}

/** Runs in the page, whose globals are not of this program's types. */
const DRAW_AS_WEBP = `(async () => {
  const picture = new Image();
  picture.src = 'data:image/png;base64,PNG';
  await picture.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width * 0.75, picture.height * 0.75];
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/webp', 0.6);
})()`;

void main();
