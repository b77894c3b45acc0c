import { describe, expect, it } from 'vitest';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aPerson, aSend, faultIn, saidTo } from './a-send.js';

const KEY = 'private/chat/0123456789abcdef01234567/file.csv';
const file = { key: KEY, name: 'products-asha.csv' };
const csv = Buffer.from('\ufeffname,salePrice\r\nअचार,149\r\n');

async function aShopWithFile() {
  const telegram = await startFakeTelegram();
  return {
    telegram,
    asha: aPerson(telegram),
    ...aSend(telegram, new Map([[KEY, csv]])),
    [Symbol.asyncDispose]: telegram.stop,
  };
}

describe('a file', () => {
  it('goes as a document under its own name, with its text and its buttons', async () => {
    await using shop = await aShopWithFile();
    await shop.say(shop.asha, { text: 'Here it is.', file, choices: [{ id: 'import', label: 'Import' }] });
    expect(saidTo(shop.asha)).toMatchObject([
      {
        text: 'Here it is.',
        document: { bytes: csv, fileName: 'products-asha.csv' },
        buttons: [[{ label: 'Import', data: 'import' }]],
      },
    ]);
  });

  it('keeps its text within what stands under a file', async () => {
    await using shop = await aShopWithFile();
    await shop.say(shop.asha, { text: 'x'.repeat(3000), file });
    expect(saidTo(shop.asha)[0]?.text).toHaveLength(1024);
  });

  it('that is gone leaves its text', async () => {
    await using shop = await aShopWithFile();
    shop.media.delete(KEY);
    await shop.say(shop.asha, { text: 'Here it is.', file });
    expect(saidTo(shop.asha)).toMatchObject([{ text: 'Here it is.', document: null }]);
  });

  it('that Telegram refuses leaves its text', async () => {
    await using shop = await aShopWithFile();
    shop.media.set(KEY, Buffer.alloc(0));
    await shop.say(shop.asha, { text: 'Here it is.', file });
    expect(saidTo(shop.asha)).toMatchObject([{ text: 'Here it is.', document: null }]);
  });

  it('stands below the message that it is news of', async () => {
    await using shop = await aShopWithFile();
    const platformId = await shop.say(shop.asha, { text: 'I write it.' });
    await shop.say(shop.asha, { text: 'Here it is.', file }, { edits: { platformId } });
    expect(saidTo(shop.asha).map(({ text }) => text)).toEqual(['I write it.', 'Here it is.']);
  });

  it('waits where Telegram is busy, and where its storage cannot be read', async () => {
    await using shop = await aShopWithFile();
    shop.telegram.fault({ kind: 'tooManyRequests', retryAfter: 3, method: 'sendDocument' });
    expect(await faultIn(shop.say(shop.asha, { text: 'Here', file }))).toMatchObject({ kind: 'later', afterMs: 3000 });
    shop.media.set(KEY, new Error('the disk is away'));
    await expect(shop.say(shop.asha, { text: 'Here', file })).rejects.toThrow('the disk is away');
    expect(saidTo(shop.asha)).toEqual([]);
  });

  it('never reaches who blocked the bot', async () => {
    await using shop = await aShopWithFile();
    shop.asha.blocks();
    expect(await faultIn(shop.say(shop.asha, { text: 'Here', file }))).toMatchObject({ kind: 'dead' });
  });
});
