import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawPreview } from '../../src/storefront/preview-card.js';
import { plain } from '../catalog/pictures.js';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';
import { aStorefront, PUBLIC_URL } from './a-storefront.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);
const WHATSAPP_BYTES = 300_000;

const aPicture = (color: string) => plain(600, 600, color).webp().toBuffer();

describe('the picture beside the link of a shop', () => {
  it.each([
    ['Asha Pickles', 0],
    ['आशा अचार', 1],
    ['مخللات عائشة', 2],
    ['The Grandmothers’ Pickles, Papads and Everything Else Trading Company of Pune', 3],
    ['<script>alert(1)</script> & "x"', 4],
    ['👩‍👩‍👧‍👦', 5],
  ])('of %s with %i photos has the size that messengers show, and few bytes', async (name, count) => {
    const photos = await Promise.all(Array.from({ length: count }, (_, i) => aPicture(`#${i}8642f`)));
    const picture = await drawPreview(
      { name, address: 'Camp, Pune', link: 'asha' },
      photos,
      'https://haat.test/s/asha',
    );
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 1200, height: 630 });
    expect(picture.length).toBeLessThan(WHATSAPP_BYTES);
  });

  it('shows the newest photo of what is for sale, and is another one when that changes', async () => {
    const store = await aStore();
    const photo = await services.photos.take(await plain(400, 400, '#ff0000').jpeg().toBuffer());
    await aProduct(store, { photo });
    services.catalog.forget(store._id);
    const { open, url } = await aStorefront(services);
    const addressOf = async () =>
      /property="og:image" content="([^"]*)"/
        .exec((await open(`/s/${store.link}`)).page)?.[1]
        ?.replace(PUBLIC_URL, '') ?? '';
    const first = await addressOf();
    const answer = await fetch(url + first);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const { data } = await sharp(Buffer.from(await answer.arrayBuffer()))
      .extract({ left: 900, top: 300, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
    expect(data[1]).toBeLessThan(60);
    await aProduct(store, { name: 'Lemon' });
    services.catalog.forget(store._id);
    expect(await addressOf()).not.toBe(first);
    // what was sent before still shows the shop
    const old = await fetch(url + first);
    expect([old.status, old.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    await old.body?.cancel();
  });

  it('is nothing at any other address', async () => {
    const store = await aStore();
    const { open } = await aStorefront(services);
    for (const path of [
      `/s/${store.link}/preview/x.jpg`,
      `/s/${store.link}/preview/..%2f1.jpg`,
      '/s/nobody/preview/1.jpg',
    ]) {
      expect((await open(path)).status).toBe(404);
    }
  });
});
