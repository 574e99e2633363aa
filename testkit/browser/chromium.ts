import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../requirements';

export interface Browser {
  page: Page;
  close: () => Promise<void>;
}

/** The system's Chromium with a profile of its own, and nothing that calls home. */
export async function openBrowser(options: {
  width: number;
  height: number;
  colorScheme?: 'light' | 'dark';
}): Promise<Browser> {
  const { width, height, colorScheme = 'light' } = options;
  const profile = await mkdtemp(path.join(tmpdir(), 'lab-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium()!,
    viewport: { width, height },
    colorScheme,
    args: [
      '--no-sandbox', // root, as in CI, can't have one
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-sync',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
  return {
    page: await context.newPage(),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
