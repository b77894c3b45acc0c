import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchChromium } from '../support/chromium.js';

export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** A Chromium for the tests of a file; each page has cookies of its own. */
export function testBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  return async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return context.newPage();
  };
}
