import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { createTexts } from '../../../src/platform/texts.js';
import { boxOf, chromiumPath, launchChromium, noChromium } from '../../support/chromium.js';
import { testDb } from '../../support/db.js';
import { deferred } from '../../support/telegram/deferred.js';
import { choice, said, texts, write } from './a-phone.js';
import { anOpenChat, style } from './an-open-chat.js';

const name = 'alerts and looks of the chat page';

describe.skipIf(!chromiumPath)(chromiumPath ? name : `${name} (${noChromium})`, { timeout: 60_000 }, () => {
  const db = testDb();
  let browser: Browser;
  beforeAll(async () => {
    defineSaid(db);
    await makeIndexes(db);
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const answers = (id: string) => [
    { id: `accept:${id}`, label: 'Accept' },
    { id: `reject:${id}`, label: "Can't take it" },
  ];
  const idsOn = (page: Page) =>
    page.evaluate("[...document.querySelectorAll('.choice')].map((one) => one.dataset.choice)");

  it("keeps an alert's choices until one is used, whatever was said after, and edits it in place", async () => {
    const { page, say, edit, heard } = await anOpenChat(db, browser, {
      script: (message) => ({
        text: message.choice ? `You said ${message.choice}` : 'Namaste!',
        ...(message.choice && { choices: [{ id: 'shipped:1', label: 'On its way' }] }),
      }),
    });
    await say('Order one', answers('1'));
    await say('Order two', answers('2'));
    await say('Mango pickle is at 149.', [{ id: 'undo:7', label: 'Undo' }]);
    await choice(page, 'Undo').waitFor();
    const ids = () => idsOn(page);
    expect(await ids()).toEqual(['accept:1', 'reject:1', 'accept:2', 'reject:2', 'undo:7']);
    await page.locator('[data-choice="accept:1"]').tap();
    await said(page, 'You said accept:1').waitFor();
    expect(await ids(), 'that order is answered, and Undo is not last any more').toEqual([
      'accept:2',
      'reject:2',
      'shipped:1',
    ]);
    await edit('Order one', 'Order one, accepted', [{ id: 'packed:1', label: 'Packed' }]);
    await choice(page, 'Packed').waitFor();
    expect(await ids()).toEqual(['packed:1', 'accept:2', 'reject:2', 'shipped:1']);
    const shown = [
      'Namaste!',
      'Order one, accepted',
      'Order two',
      'Mango pickle is at 149.',
      'Accept',
      'You said accept:1',
    ];
    expect(await texts(page)).toEqual(shown);
    await page.reload();
    await choice(page, 'Packed').waitFor();
    expect(await ids()).toEqual(['packed:1', 'accept:2', 'reject:2', 'shipped:1']);
    expect(await texts(page)).toEqual(shown);
    expect(heard.map((message) => message.choice)).toEqual([undefined, 'accept:1']);
  });

  it("brings an alert's choices back when the answer was left again, or could not be taken just now", async () => {
    const books = deferred();
    const { page, say } = await anOpenChat(db, browser, {
      async script({ choice, text }) {
        if (choice === 'reject:1') return { text: "Why can't you take it?", ask: 'text' };
        if (text === 'cancel') return { text: 'I stopped here.' };
        if (choice !== 'accept:1') return { text: 'Namaste!' };
        await books.promise;
        return { text: "Haat can't reach its books just now." };
      },
    });
    await say('Order one', answers('1'));
    await page.locator('[data-choice="reject:1"]').tap();
    await said(page, "Why can't you").waitFor();
    await write(page, 'cancel');
    await said(page, 'I stopped here.').waitFor();
    expect(await idsOn(page)).toEqual(['accept:1', 'reject:1']);
    await page.reload();
    await page.locator('[data-choice="accept:1"]').tap();
    await page.locator('#typing').waitFor({ state: 'visible' });
    expect(await idsOn(page), 'while the tap is not answered').toEqual([]);
    books.resolve();
    await said(page, "Haat can't reach").waitFor();
    expect(await idsOn(page)).toEqual(['accept:1', 'reject:1']);
  });

  it('shows the end of a long conversation, and what was before on request', async () => {
    const { page, say } = await anOpenChat(db, browser);
    for (let n = 1; n <= 60; n++) await say(`number ${n}.`);
    await said(page, 'number 60.').waitFor();
    await page.reload();
    await said(page, 'number 60.').waitFor();
    expect(await said(page, 'number 11.').count()).toBe(1);
    expect(await said(page, 'number 10.').count()).toBe(0);
    await page.getByRole('button', { name: 'Show older messages' }).tap();
    await said(page, 'Namaste!').waitFor();
    expect((await texts(page)).length).toBe(61);
    expect(await page.locator('#earlier').isVisible()).toBe(false);
    await say('A new order');
    const newer = page.getByRole('button', { name: 'New messages' });
    await newer.waitFor();
    await newer.tap();
    await newer.waitFor({ state: 'hidden' });
  });

  it('is read aloud once: what is new, not what was there, nor a tick that changed', async () => {
    const { page } = await anOpenChat(db, browser);
    const log = page.getByRole('log', { name: 'Conversation' });
    expect(await log.getAttribute('aria-relevant')).toBe('additions');
    await page.locator('#log[aria-busy=false]').waitFor();
    await page.evaluate(`
      added = [];
      new MutationObserver((changes) => {
        for (const { addedNodes, target } of changes) {
          if (target.id === 'log') for (const node of addedNodes) added.push(node.textContent);
        }
      }).observe(document.getElementById('log'), { childList: true, subtree: true });
    `);
    await write(page, 'Hello');
    await said(page, 'You said Hello').waitFor();
    expect(await page.evaluate('added')).toEqual([
      expect.stringMatching(/^You: Hello/),
      expect.stringMatching(/^Haat: You said Hello/),
    ]);
    for (const label of ['Add photos', 'Send']) expect(await page.getByRole('button', { name: label }).count()).toBe(1);
    expect(await page.getByRole('textbox', { name: 'Message' }).count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'Haat' }).count()).toBe(1);
    expect(await page.locator('#state').getAttribute('role')).toBe('status');
  });

  it('has the sizes that thumbs need', async () => {
    const { page } = await anOpenChat(db, browser);
    const long = 'A message that is so long that it does not fit into one line of a phone of this size';
    for (const more of ['one', 'two', 'three', 'four', 'five', 'six']) {
      await write(page, `${long}, ${more}`);
      await said(page, `You said ${long}, ${more}`).waitFor();
    }
    const box = (selector: string) => boxOf(page.locator(selector).first());
    expect((await box('.head')).height).toBe(56);
    expect((await box('.line')).height).toBe(56);
    for (const button of ['#camera', '#send']) expect(await box(button)).toMatchObject({ width: 48, height: 48 });
    expect((await box('.you .bubble')).width).toBeLessThanOrEqual(300);
    const size = await page.evaluate('[document.documentElement.scrollWidth, document.documentElement.scrollHeight]');
    expect(size, 'nothing but the log scrolls').toEqual([360, 740]);
    expect(await style(page, '#text', 'font-size'), 'phones zoom into smaller fields').toBe('16px');
    const viewport = await page.locator('meta[name=viewport]').getAttribute('content');
    expect(viewport).toContain('interactive-widget=resizes-content');
  });

  it('is dark where the phone is, and still where less motion is asked for', async () => {
    const light = await anOpenChat(db, browser);
    expect(await style(light.page, 'body', 'background-color')).toBe('rgb(255, 250, 242)');
    expect(await style(light.page, '.typing i', 'animation-name')).toBe('dot');
    const phone = { colorScheme: 'dark', reducedMotion: 'reduce' } as const;
    const dark = await anOpenChat(db, browser, { phone });
    expect(await style(dark.page, 'body', 'background-color')).toBe('rgb(23, 19, 15)');
    expect(await style(dark.page, 'body', 'color')).toBe('rgb(246, 239, 230)');
    expect(await style(dark.page, '.typing i', 'animation-name')).toBe('none');
  });

  it('is mirrored where one reads from right to left', async () => {
    const deps = { texts: { ...createTexts('en'), languages: ['ar', 'en'] } };
    const { page } = await anOpenChat(db, browser, { phone: { locale: 'ar-EG' }, deps });
    await write(page, 'مرحبا');
    await said(page, 'You said').waitFor();
    const middle = async (selector: string) => {
      const { x, width } = await boxOf(page.locator(selector).first());
      return x + width / 2;
    };
    expect(await middle('.you .bubble')).toBeLessThan(180);
    expect(await middle('.bot .bubble')).toBeGreaterThan(180);
    expect(await middle('#send')).toBeLessThan(await middle('#camera'));
  });
});
