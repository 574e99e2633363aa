import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { LAB_EVERY_S } from '../../lab/lab-options';
import { openBrowser } from './chromium';
import { LabSession } from './lab-session';

/** `npm run screenshot`: the picture of the lab in the README, the first minute of `npm start` as it is. */
const SCREENSHOT_FILE = path.join(__dirname, '..', '..', 'docs', 'images', 'lab.webp');
const RUNS_IN_A_MINUTE = 60 / LAB_EVERY_S;

async function main(): Promise<void> {
  const session = await LabSession.start();
  const browser = await openBrowser({ width: 1440, height: 1290 });
  try {
    for (let run = 0; run < RUNS_IN_A_MINUTE; run += 1) {
      const nextRun = sleep(LAB_EVERY_S * 1000);
      await session.runs(1);
      await nextRun;
    }
    const { page } = browser;
    await page.goto(session.server.url);
    await page.locator('.widget canvas').first().waitFor();
    await page.locator('#mails summary').first().waitFor();
    await mkdir(path.dirname(SCREENSHOT_FILE), { recursive: true });
    const png = await page.screenshot({ animations: 'disabled' });
    await writeFile(SCREENSHOT_FILE, await toWebp(page, png));
    process.stdout.write(`${SCREENSHOT_FILE}\n`);
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
  return canvas.toDataURL('image/webp', 0.3);
})()`;

void main();
