import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../../src/platform/prompt.js';
import { aSeller, chatWith } from '../../support/chat.js';
import { readQr } from '../../support/read-qr.js';
import { testServices } from '../../support/services.js';

const services = testServices();
const pictureOf = async (prompt: Prompt | undefined): Promise<Buffer> =>
  (await services.media.read(prompt?.photo ?? '')) ?? Buffer.of();

describe.each(['web-chat', 'whatsapp-web'] as const)('sharing a shop on %s', (channel) => {
  it('gives a text to send on by itself, the card and the QR, in one act', async () => {
    const seller = await aSeller(services, { channel, messenger: true });
    await seller.types('share');
    const [text, card, qr] = seller.replies.map(({ prompt }) => prompt);
    const url = services.stores.url(seller.store);
    expect(text).toEqual({
      text: `Asha Pickles is open. See what I sell and order here: ${url}\nhttps://t.me/haat_bot?start=s_${seller.store.link}`,
    });
    expect(await sharp(await pictureOf(card)).metadata()).toMatchObject({ width: 1080, height: 1920 });
    expect(await readQr(await pictureOf(qr), 900)).toBe(url);
    expect(seller.replies).toHaveLength(3);
    expect(seller.ids()).toEqual(['poster', 'add-product']);
  });

  it('makes a poster to print, and says where it is in full size', async () => {
    const seller = await aSeller(services, { channel });
    await seller.types('share');
    await seller.taps('poster');
    const [poster] = seller.replies.map(({ prompt }) => prompt);
    expect(await sharp(await pictureOf(poster)).metadata()).toMatchObject({ width: 2480, height: 3508 });
    expect(await readQr(await pictureOf(poster), 620)).toBe(services.stores.url(seller.store));
    expect(poster?.text).toContain(`http://haat.test/media/${poster?.photo}`);
    expect(seller.ids()).toEqual(['share', 'orders']);
  });

  it('leaves an open question where it was', async () => {
    const seller = await aSeller(services, { channel });
    await seller.types('/newstore');
    await seller.types('/share');
    expect(seller.replies.at(-1)?.prompt.text).toContain('What is your shop called?');
    await seller.presses('poster');
    expect(seller.replies.at(-1)?.prompt.text).toContain('What is your shop called?');
  });

  it('helps whoever has no shop yet to one', async () => {
    expect(await (await chatWith(services, { channel })).types('share')).toMatch(/^Share your number/);
    expect(await (await chatWith(services, { channel })).presses('poster')).toMatch(/^Share your number/);
  });
});

describe('the pictures', () => {
  it('are drawn once for one shop, and anew when it is called something else', async () => {
    const seller = await aSeller(services, { shop: 'Once' });
    const t = services.texts.t('en');
    const { card, poster, qr } = services.pictures;
    const keys = await Promise.all([1, 2, 3].map(() => poster(seller.store, t)));
    expect(new Set(keys).size).toBe(1);
    const { accountId, _id } = seller.store;
    const renamed = await services.stores.update(accountId, _id, { name: 'Twice' });
    expect(await poster(renamed, t)).not.toBe(keys[0]);
    expect(await card(renamed, t)).not.toBe(await card(seller.store, t));
    expect(await qr(renamed)).toBe(await qr(seller.store));
  });

  it('are drawn again when they were swept', async () => {
    const seller = await aSeller(services, { shop: 'Swept' });
    const key = await services.pictures.qr(seller.store);
    await services.media.delete(key);
    expect(await services.pictures.qr(seller.store)).toBe(key);
    expect(await services.media.read(key)).toBeDefined();
  });
});
