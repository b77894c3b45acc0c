import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { boxOf, chromiumPath, launchChromium, noChromium } from '../../support/chromium.js';
import { testDb } from '../../support/db.js';
import { aPhone, choice, said, texts, write } from './a-phone.js';
import { aWebChat, type Script } from './a-web-chat.js';

const greeting = "Namaste! I'm Haat.";
const bot: Script = ({ text, choice: chosen, start }) => {
  if (start === 's_asha-pickles') return { text: 'Welcome to Asha Pickles.' };
  if (start !== undefined) {
    const choices = [
      { id: 'sell', label: 'Open my shop' },
      { id: 'buy', label: 'Find a shop' },
      { id: 'help', label: 'Tell me more about it' },
    ];
    return { text: greeting, choices };
  }
  if (chosen === 'sell') return { text: 'Your number?', ask: 'phone' };
  return { text: `You said ${text ?? chosen}` };
};

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'the chat page' : `the chat page (${noChromium})`,
  { timeout: 60_000 },
  () => {
    const db = testDb();
    let browser: Browser;
    beforeAll(async () => {
      defineSaid(db);
      await makeIndexes(db);
      browser = await launchChromium();
    });
    afterAll(() => browser.close());

    it('greets by itself, once, and shows the conversation again after a reload', async () => {
      const { url, heard } = await aWebChat(db, bot);
      const page = await aPhone(browser, url);
      await said(page, greeting).waitFor();
      await write(page, 'Hello');
      await said(page, 'You said Hello').waitFor();
      const before = await texts(page);
      await page.reload();
      await said(page, 'You said Hello').waitFor();
      expect(await texts(page)).toEqual(before);
      expect(heard.map(({ start, text }) => start ?? text)).toEqual(['', 'Hello']);
    });

    it('offers choices under the last bubble only, and turns the one that is tapped into your bubble', async () => {
      const { url } = await aWebChat(db, bot);
      const page = await aPhone(browser, url);
      const [sell, buy, more] = [
        choice(page, 'Open my shop'),
        choice(page, 'Find a shop'),
        choice(page, 'Tell me more'),
      ];
      await sell.waitFor();
      await Promise.all([buy, more].map((button) => button.waitFor()));
      // a bubble slides in: only boxes of one frame can be compared
      const boxes = await page.evaluate<{ y: number; width: number; height: number }[]>(
        "[...document.querySelectorAll('.choice')].map((button) => button.getBoundingClientRect().toJSON())",
      );
      expect(boxes).toHaveLength(3);
      for (const { height } of boxes) expect(Math.round(height)).toBeGreaterThanOrEqual(48);
      expect(boxes[0]?.y, 'two short ones stand abreast').toBe(boxes[1]?.y);
      expect(boxes[2]?.width, 'a long one takes the whole width').toBe(336);
      await sell.tap();
      await said(page, 'Your number?').waitFor();
      expect(await texts(page)).toEqual([greeting, 'Open my shop', 'Your number?']);
      expect(await page.locator('.said.you .words').textContent()).toBe('Open my shop');
      expect(await page.locator('.choice').count()).toBe(0);
      expect(await page.evaluate('document.activeElement.id'), 'a tap opens no keyboard').not.toBe('text');
    });

    it('opens the keyboard that the answer needs', async () => {
      const asks = ['phone', 'code', 'price', 'count', 'photo', 'text'] as const;
      let next = 0;
      const { url } = await aWebChat(db, () => ({ text: `Question ${next}`, ask: asks[next++] ?? 'text' }));
      const page = await aPhone(browser, url);
      const field = page.locator('#text');
      const seen: unknown[] = [];
      for (let n = 0; n < asks.length; n++) {
        if (n > 0) await write(page, 'x');
        await said(page, `Question ${n}`).waitFor();
        const asked = await page.locator('#camera.asked').count();
        seen.push([await field.getAttribute('inputmode'), await field.getAttribute('autocomplete'), asked]);
      }
      expect(seen).toEqual([
        ['tel', 'tel', 0],
        ['numeric', 'one-time-code', 0],
        ['decimal', 'off', 0],
        ['numeric', 'off', 0],
        ['text', 'off', 1],
        ['text', 'off', 0],
      ]);
    });

    it('is used with a keyboard alone', async () => {
      const { url } = await aWebChat(db, bot);
      const page = await aPhone(browser, url, { hasTouch: false, isMobile: false });
      await choice(page, 'Open my shop').waitFor();
      const focused = () => page.evaluate('document.activeElement.id || document.activeElement.dataset.choice');
      expect(await focused(), 'writing can begin at once').toBe('text');
      const way: unknown[] = [];
      for (const key of ['Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab']) {
        await page.keyboard.press(key);
        way.push(await focused());
      }
      expect(way).toEqual(['camera', 'help', 'buy', 'sell', 'scroll']);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await said(page, 'Your number?').waitFor();
      expect(await focused(), 'the choice is gone, so the focus goes on to the composer').toBe('text');
      await page.keyboard.type('one');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('two');
      await page.keyboard.press('Enter');
      await said(page, 'You said one').waitFor();
      expect((await texts(page)).slice(-2)).toEqual(['one\ntwo', 'You said one\ntwo']);
      expect(await focused()).toBe('text');
      expect(await page.locator('#text').inputValue()).toBe('');
    });

    it('grows its field to four lines', async () => {
      const { url } = await aWebChat(db, bot);
      const page = await aPhone(browser, url);
      const heights: number[] = [];
      for (const lines of [1, 2, 4, 9]) {
        await page.locator('#text').fill(Array(lines).fill('x').join('\n'));
        heights.push((await boxOf(page.locator('#text'))).height);
      }
      expect(heights).toEqual([48, 72, 120, 120]);
    });

    it.each(['?shop=asha-pickles', '?start=s_asha-pickles', '?shop=Asha-Pickles'])(
      'opens a shop by %s, once',
      async (query) => {
        const { url, heard } = await aWebChat(db, bot);
        const page = await aPhone(browser, url);
        await said(page, greeting).waitFor();
        await page.goto(`${url}/chat${query}`);
        await said(page, 'Welcome to Asha Pickles.').waitFor();
        expect(page.url()).toBe(`${url}/chat`);
        await page.reload();
        await said(page, 'Welcome to Asha Pickles.').waitFor();
        await write(page, 'Hi');
        await said(page, 'You said Hi').waitFor();
        expect(heard.map(({ start, text }) => start ?? text)).toEqual(['', 's_asha-pickles', 'Hi']);
      },
    );

    it('goes straight into a shop for who comes the first time by its link', async () => {
      const { url, heard } = await aWebChat(db, bot);
      const page = await aPhone(browser, 'about:blank#');
      await page.goto(`${url}/chat?shop=asha-pickles`);
      await said(page, 'Welcome to Asha Pickles.').waitFor();
      expect(heard.map(({ start }) => start)).toEqual(['s_asha-pickles']);
    });

    it('shows what was said as words, never as markup, and makes only links of links', async () => {
      const { url } = await aWebChat(db, ({ text }) => ({ text: `Echo ${text}` }));
      const page = await aPhone(browser, url);
      const hostile = '<img src=x onerror=alert(1)> javascript:alert(1) data:text/html,x [a](b)';
      await write(page, hostile);
      await said(page, `Echo ${hostile}`).waitFor();
      expect(await page.locator('.said img, .said a').count()).toBe(0);
      await write(page, 'https://haat.example/s/asha-pickles. Or (http://a.example/?q=1&r=2), ring +919876543210');
      await said(page, 'Echo https').or(said(page, 'Echo haat')).waitFor();
      const links = page.locator('.said.bot a');
      expect(await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([
        'https://haat.example/s/asha-pickles',
        'http://a.example/?q=1&r=2',
        'tel:+919876543210',
      ]);
      expect(await links.first().getAttribute('rel')).toBe('noopener noreferrer');
    });
  },
);
