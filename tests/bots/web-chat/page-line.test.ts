import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { boxOf, chromiumPath, launchChromium, noChromium } from '../../support/chromium.js';
import { testDb } from '../../support/db.js';
import { aPhone, said, texts, write } from './a-phone.js';
import { aWebChat, echo } from './a-web-chat.js';
import { anOpenChat } from './an-open-chat.js';

const name = 'the chat page on a bad line';

describe.skipIf(!chromiumPath)(chromiumPath ? name : `${name} (${noChromium})`, { timeout: 60_000 }, () => {
  const db = testDb();
  let browser: Browser;
  beforeAll(async () => {
    defineSaid(db);
    await makeIndexes(db);
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const opened = () => anOpenChat(db, browser);
  const waitForState = (page: Page, text: string) => page.locator('#state', { hasText: text }).waitFor();

  it('keeps what is written without a signal, and sends it in its order when there is one', async () => {
    const { page, heard } = await opened();
    const context = page.context();
    await waitForState(page, 'Online');
    await context.setOffline(true);
    await waitForState(page, "Sending when you're back online");
    for (const text of ['one', 'two', 'three']) await write(page, text);
    expect(await page.locator('.said.you[data-status=waiting]').count()).toBe(3);
    expect(await page.locator('#typing').isVisible(), 'nobody answers what has not left').toBe(false);
    await context.setOffline(false);
    await said(page, 'You said three').waitFor();
    await waitForState(page, 'Online');
    expect(heard.map(({ text }) => text)).toEqual([undefined, 'one', 'two', 'three']);
    expect(await page.locator('.said.you[data-status=sent]').count()).toBe(3);
    const order = await texts(page);
    expect(order.filter((text) => !text.startsWith('You said'))).toEqual(['Namaste!', 'one', 'two', 'three']);
    await page.reload();
    await said(page, 'You said three').waitFor();
    expect(await texts(page), 'the page had the order of the server').toEqual(order);
  });

  it('sends what was left when the page was closed before the signal came back', async () => {
    const { page, url, heard } = await opened();
    await page.route('**/chat/messages', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    const tried = page.waitForRequest((request) => request.method() === 'POST');
    await write(page, 'Do not lose me');
    await tried;
    await page.goto('about:blank');
    await page.unroute('**/chat/messages');
    await page.goto(`${url}/chat`);
    await said(page, 'You said Do not lose me').waitFor();
    expect(await texts(page)).toEqual(['Namaste!', 'Do not lose me', 'You said Do not lose me']);
    expect(heard).toHaveLength(2);
  });

  it('says what was not sent, and sends it at a tap: once, though the server had it all along', async () => {
    const { page, heard } = await opened();
    // the worst of lines: the message arrives, its answer does not
    let mended = false;
    await page.route('**/chat/messages', async (route) => {
      if (mended || route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await route.abort();
    });
    // the line is good again from the tap on, so that it is the tap and no later try of the page that sends
    await page.exposeFunction('mend', () => {
      mended = true;
    });
    await page.route('**/chat/messages?**', (route) => route.abort());
    await page.route('**/chat/stream**', (route) => route.abort());
    await page.reload({ waitUntil: 'commit' });
    await page.locator('#text').waitFor();
    await page.unroute('**/chat/messages?**');
    await said(page, 'Namaste!').waitFor();
    await page.route('**/chat/messages?**', (route) => route.abort());
    await write(page, 'Only once');
    const retry = page.getByRole('button', { name: 'Not sent. Tap to try again' });
    await retry.waitFor();
    expect((await boxOf(retry)).height).toBeGreaterThanOrEqual(44);
    await page.locator('body').evaluate((body) => {
      const view = body.ownerDocument.defaultView;
      view?.addEventListener('click', () => Reflect.get(view, 'mend')(), { capture: true, once: true });
    });
    await retry.tap();
    await page.locator('.said.you[data-status=sent]').waitFor();
    await page.unrouteAll();
    await said(page, 'You said Only once').waitFor();
    expect(await retry.count()).toBe(0);
    expect(await texts(page)).toEqual(['Namaste!', 'Only once', 'You said Only once']);
    expect(heard.filter(({ text }) => text === 'Only once')).toHaveLength(1);
  });

  it('tells in the words of the server why a message cannot be taken, and goes on with the next', async () => {
    const { page } = await opened();
    await page.locator('#text').evaluate((field) => field.removeAttribute('maxlength'));
    await write(page, 'x'.repeat(4001));
    await write(page, 'shorter');
    await said(page, 'You said shorter').waitFor();
    const refused = page.locator('.said[data-status=refused]');
    expect(await refused.locator('.reason').textContent()).toBe(
      'Not sent. That is longer than 4,000 characters. Send it in parts.',
    );
  });

  it('writes slower when the server asks for it, and loses nothing', async () => {
    const { page, heard } = await opened();
    const tooFast = { status: 429, headers: { 'Retry-After': '1' }, body: '{"code":"too_many"}' };
    await page.route('**/chat/messages', (route) => route.fulfill(tooFast), { times: 4 });
    for (const text of ['one', 'two']) await write(page, text);
    await said(page, 'You said two').waitFor();
    expect(heard.map(({ text }) => text)).toEqual([undefined, 'one', 'two']);
    expect(await page.locator('.retry').count()).toBe(0);
  });

  it('comes back by itself after the line was cut', async () => {
    const { page, drop, say } = await opened();
    await waitForState(page, 'Online');
    drop();
    await waitForState(page, 'Connecting');
    await say('New order');
    await said(page, 'New order').waitFor();
    await waitForState(page, 'Online');
  });

  it('asks every few seconds where a stream cannot be had', async () => {
    const { page, say, edit } = await opened();
    await page.route('**/chat/stream**', (route) => route.fulfill({ status: 502, body: 'proxy' }));
    await page.reload();
    await write(page, 'Hello');
    await said(page, 'You said Hello').waitFor();
    await say('New order', [{ id: 'accept:1', label: 'Accept' }]);
    await said(page, 'New order').waitFor();
    await edit('New order', 'Cancelled');
    await said(page, 'Cancelled').waitFor();
    expect(await page.locator('.choice').count()).toBe(0);
  });

  it('says so when the browser keeps no cookie', async () => {
    const { page } = await opened();
    const unknown = { status: 401, contentType: 'application/problem+json', body: '{"code":"no_session"}' };
    await page.route('**/chat/messages?**', (route) => route.fulfill(unknown));
    await page.reload();
    await waitForState(page, 'Please allow cookies for this page');
  });

  it('shows dots while the bot works, and none after', async () => {
    let goOn: (() => void) | undefined;
    const { url } = await aWebChat(db, async (message) => {
      if (message.text) await new Promise<void>((done) => (goOn = done));
      return echo(message);
    });
    const page = await aPhone(browser, url);
    await said(page, 'Namaste!').waitFor();
    await write(page, 'Hello');
    await page.locator('#typing').waitFor({ state: 'visible' });
    while (!goOn) await new Promise((next) => setTimeout(next, 20));
    goOn();
    await said(page, 'You said Hello').waitFor();
    await page.locator('#typing').waitFor({ state: 'hidden' });
  });
});
