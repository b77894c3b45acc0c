import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { boxOf, chromiumPath, launchChromium, noChromium } from '../../support/chromium.js';
import { testDb } from '../../support/db.js';
import { tempDir } from '../../support/temp-dir.js';
import { said, texts, write } from './a-phone.js';
import { anOpenChat } from './an-open-chat.js';

const name = 'photos on the chat page';

describe.skipIf(!chromiumPath)(chromiumPath ? name : `${name} (${noChromium})`, { timeout: 60_000 }, () => {
  const db = testDb();
  let browser: Browser;
  beforeAll(async () => {
    defineSaid(db);
    await makeIndexes(db);
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const heic = Buffer.from('\u0000\u0000\u0000\u0018ftypheic\u0000\u0000\u0000\u0000mif1heic', 'latin1');
  const onDisk = (file: string, bytes: Buffer): string => {
    const path = join(tempDir(), file);
    writeFileSync(path, bytes);
    return path;
  };

  it('leave upright and shrunk, each with its own caption, in the order in which they were picked', async () => {
    const { page, heard, channel } = await anOpenChat(db, browser);
    const big = await sharp(randomBytes(2400 * 1600 * 3), { raw: { width: 2400, height: 1600, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(big.length).toBeGreaterThan(3_000_000);
    const small = await sharp({ create: { width: 300, height: 200, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    await page.locator('#text').fill('Mango pickle 149');
    await page.locator('#pick').setInputFiles([onDisk('IMG_1.jpg', big), onDisk('IMG_2.png', small)]);
    const captions = page.locator('.caption');
    await captions.nth(1).waitFor();
    expect(await captions.first().inputValue(), 'what was written already').toBe('Mango pickle 149');
    expect(await boxOf(page.locator('.thumb').first())).toMatchObject({ width: 72, height: 72 });
    await captions.nth(1).fill('Lime pickle 99');
    await captions.nth(1).press('Enter');
    await said(page, 'You said Lime pickle 99').waitFor();
    expect(await page.locator('.preview').count()).toBe(0);

    const sent = heard.filter(({ photos }) => photos);
    expect(sent.map(({ text }) => text)).toEqual(['Mango pickle 149', 'Lime pickle 99']);
    const bytes = await Promise.all(sent.map(({ photos }) => channel.fetch(photos?.[0]?.ref ?? '')));
    const [first, second] = await Promise.all(bytes.map((photo) => sharp(photo).metadata()));
    expect(first, 'turned as the camera was held').toMatchObject({ format: 'jpeg', width: 1365, height: 2048 });
    expect(first?.orientation ?? 1).toBe(1);
    expect(second).toMatchObject({ format: 'jpeg', width: 300, height: 200 });
    const { dominant } = await sharp(bytes[1]).stats();
    expect(dominant.r, 'what was see-through is white, not black').toBeGreaterThan(240);

    await page.reload();
    await said(page, 'Mango pickle 149').first().locator('img').waitFor();
    expect(await page.evaluate("document.querySelector('.you img').decode().then(() => true)")).toBe(true);
  });

  it('are sent as they are where the browser cannot read them, and not at all when dropped again', async () => {
    const { page, heard, channel } = await anOpenChat(db, browser);
    await page.locator('#pick').setInputFiles([
      { name: 'IMG_1.HEIC', mimeType: '', buffer: heic },
      { name: 'mistake.heic', mimeType: 'image/heic', buffer: Buffer.from('x') },
    ]);
    await page.getByRole('button', { name: 'Remove photo 2' }).tap();
    await page.locator('#send').tap();
    await said(page, 'You said a photo').waitFor();
    expect(heard).toHaveLength(2);
    expect(await channel.fetch(heard[1]?.photos?.[0]?.ref ?? '')).toEqual(heic);
    await page.locator('.you .picture', { hasText: 'Your photo' }).waitFor();
  });

  it('that are picked later leave what is being written where it is', async () => {
    const { page, heard } = await anOpenChat(db, browser);
    const aHeic = (name: string) => ({ name, mimeType: 'image/heic', buffer: heic });
    await page.locator('#text').fill('Mango pickle 149');
    await page.locator('#pick').setInputFiles([aHeic('one.heic')]);
    await page.locator('.caption').waitFor();
    expect(await page.locator('#text').inputValue()).toBe('');
    await page.locator('#text').fill('Please keep them in this order');
    await page.locator('#pick').setInputFiles([aHeic('two.heic')]);
    await page.locator('.caption').nth(1).waitFor();
    expect(await page.locator('#text').inputValue()).toBe('Please keep them in this order');
    await page.locator('#send').tap();
    await said(page, 'You said Please keep').waitFor();
    expect(heard.map(({ text, photos }) => text ?? photos?.length)).toEqual([
      undefined,
      'Mango pickle 149',
      1,
      'Please keep them in this order',
    ]);
  });

  it('are held 30 at a time, and the page says so when more are picked', async () => {
    const { page } = await anOpenChat(db, browser);
    const some = (count: number) =>
      Array.from({ length: count }, (_, n) => ({
        name: `${n}.heic`,
        mimeType: 'image/heic',
        buffer: Buffer.from('x'),
      }));
    const full = page.locator('#full', { hasText: 'I hold 30 photos at a time.' });
    await page.locator('#pick').setInputFiles(some(30));
    await page.locator('.preview').nth(29).waitFor();
    expect(await full.count()).toBe(0);
    await page.locator('#pick').setInputFiles(some(1));
    await full.waitFor();
    expect(await page.locator('.preview').count()).toBe(30);
    await page.getByRole('button', { name: 'Remove photo 30' }).tap();
    expect(await full.count()).toBe(0);
  });

  it('keep their place before what is written while they are shrunk, and are there when the page is closed', async () => {
    const { page, heard } = await anOpenChat(db, browser);
    await page.evaluate('HTMLImageElement.prototype.decode = () => new Promise(() => {})');
    const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#0A6B4B' } })
      .jpeg()
      .toBuffer();
    await page.locator('#text').fill('Mango pickle 149');
    await page.locator('#pick').setInputFiles([onDisk('IMG_1.jpg', photo)]);
    await page.locator('#send').tap();
    await write(page, 'Is it there?');
    await said(page, 'Is it there?').waitFor();
    expect(await texts(page)).toEqual(['Namaste!', 'Mango pickle 149', 'Is it there?']);
    expect(heard).toHaveLength(1);
    const unsent = `new Promise((done) => {
      const request = indexedDB.open('haat', 1);
      request.onsuccess = () => {
        request.result.transaction('unsent').objectStore('unsent').count().onsuccess = (event) => done(event.target.result);
      };
    })`;
    await expect.poll(() => page.evaluate(unsent)).toBe(2);
    await page.reload();
    await said(page, 'You said Is it there?').waitFor();
    expect(heard.slice(1).map(({ text, photos }) => [text, photos?.length])).toEqual([
      ['Mango pickle 149', 1],
      ['Is it there?', undefined],
    ]);
  });

  it('over 15 MB are not even uploaded, and the page says why', async () => {
    const { page, heard } = await anOpenChat(db, browser);
    await page.evaluate(`
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(15 * 2 ** 20 + 1)], 'a.heic', { type: 'image/heic' }));
      document.getElementById('pick').files = files.files;
      document.getElementById('pick').dispatchEvent(new Event('change'));
    `);
    await page.locator('#send').tap();
    const sentence = 'Not sent. This photo is over 15 MB. Send it as a photo, not as a file.';
    await page.locator('.reason', { hasText: sentence }).waitFor();
    expect(heard).toHaveLength(1);
  });

  it('of the bot are shown from the public store, tall cards whole', async () => {
    const { page, media, url } = await anOpenChat(db, browser, {
      script: ({ text }) => ({ text: text ? 'Your card' : 'Namaste!', ...(text && { photo: 'cards/asha.png' }) }),
    });
    const card = await sharp({ create: { width: 270, height: 480, channels: 3, background: '#0A6B4B' } })
      .png()
      .toBuffer();
    await media.put('cards/asha.png', card, 'image/png');
    await page.route(`${url}/media/cards/asha.png`, (route) => route.fulfill({ body: card, contentType: 'image/png' }));
    await page.locator('#text').fill('share');
    await page.keyboard.press('Enter');
    const image = said(page, 'Your card').locator('img.tall');
    await image.waitFor();
    const { width, height } = await boxOf(image);
    expect([Math.abs(width - 202.5), height]).toEqual([0.5, 360]);
  });

  it('are not the only files: a list of products goes with its name', async () => {
    const { page, heard } = await anOpenChat(db, browser, {
      script: ({ start }) => ({ text: start === undefined ? 'Read' : 'Namaste!', ask: 'file' }),
    });
    await page.getByRole('button', { name: 'Add a file' }).waitFor();
    const csv = { name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from('name,mrp\nPickle,149\n') };
    await page.locator('#pick').setInputFiles(csv);
    await said(page, 'prices.csv').waitFor();
    await said(page, 'Read').waitFor();
    expect(heard[1]?.file?.name).toBe('prices.csv');
  });
});
