import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** A phone that opens the chat; the test fails when its console complains (a broken policy, an uncaught error). */
export async function aPhone(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'en-IN',
    hasTouch: true,
    isMobile: true,
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (line) => {
    // a lost line and a refused message are reported by the browser itself
    if (line.type() === 'error' && !/Failed to load resource|ERR_/.test(line.text())) complaints.push(line.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  await page.goto(`${url}/chat`);
  return page;
}

export const bubbles = (page: Page) => page.locator('.said');
export const said = (page: Page, text: string) => page.locator('.said', { hasText: text });
export const choice = (page: Page, name: string) => page.locator('.choice', { hasText: name });

export async function write(page: Page, text: string): Promise<void> {
  await page.locator('#text').fill(text);
  await page.keyboard.press('Enter');
}

/** The texts of all bubbles, in the order of the page. */
export const texts = (page: Page): Promise<string[]> => page.locator('.said .words').allTextContents();
