import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { mediaOfContact } from '../../../src/platform/media/media-storage.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { chromiumPath, launchChromium, noChromium } from '../../support/chromium.js';
import { testDb } from '../../support/db.js';
import { said, write } from './a-phone.js';
import { anOpenChat } from './an-open-chat.js';

const name = 'files on the chat page';

describe.skipIf(!chromiumPath)(chromiumPath ? name : `${name} (${noChromium})`, { timeout: 60_000 }, () => {
  const db = testDb();
  let browser: Browser;
  beforeAll(async () => {
    defineSaid(db);
    await makeIndexes(db);
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  it('are saved under their own name with one tap, also after a reload', async () => {
    const file = 'b'.repeat(40);
    const { page, media, heard } = await anOpenChat(db, browser, {
      script: ({ start, contactId }) =>
        start === undefined
          ? { text: 'Here it is.', file: { key: `${mediaOfContact(contactId)}${file}.csv`, name: 'products-asha.csv' } }
          : { text: 'Namaste!' },
    });
    const bytes = Buffer.from('\ufeffname,salePrice\r\nMango,149\r\n');
    await media.put(`${mediaOfContact(heard[0]?.contactId ?? '')}${file}.csv`, bytes, 'text/csv');
    await write(page, 'my products');
    await said(page, 'Here it is.').waitFor();
    for (const isNew of [true, false]) {
      if (!isNew) await page.reload();
      const link = said(page, 'Here it is.').getByRole('link', { name: 'products-asha.csv' });
      const box = await link.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      expect(download.suggestedFilename()).toBe('products-asha.csv');
      expect(readFileSync(await download.path())).toEqual(bytes);
    }
  });
});
