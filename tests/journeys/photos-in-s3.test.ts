import { expect, it } from 'vitest';
import { aPhoto } from '../faults/chatting-seller.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { moto, testS3 } from '../support/s3/test-s3.js';
import { testFolder } from '../support/test-folder.js';
import { webPerson } from '../support/web-person.js';

const haat = testProcesses();
const folder = testFolder();
const s3 = testS3();
const mongodbUri = testDbUri();
testRedis();

type Catalog = { categories: { products: { image: { url: string } }[] }[] };

it.skipIf(!moto)(
  'a photo sent to one machine is shown by another, which has no disk in common with it',
  async () => {
    const shared = { ...s3.env, MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), LOG_LEVEL: 'warn' };
    const start = (name: string) => haat.start({ ...shared, DATA_DIR: `${folder}/${name}` });
    const [one, other] = await Promise.all([start('one'), start('other')]);

    const seller = await webPerson(one.url);
    await seller.starts();
    await seller.taps('sell');
    for (const text of ['+919812345670', '1234', 'Asha Pickles', 'Camp, Pune']) await seller.types(text);
    const { text, photo: card } = await seller.hears('Asha Pickles is open');
    await seller.sendsPhoto(await aPhoto(), 'Mango pickle 149');
    await seller.hears('Mango pickle is in your shop');
    const link = /\/s\/([a-z0-9-]+)/.exec(text)?.[1];
    const catalog: Catalog = await (await fetch(`${other.url}/api/v1/storefront/${link}/catalog`)).json();
    const photo = catalog.categories[0]?.products[0]?.image.url;

    for (const url of [photo, card]) {
      const path = new URL(url ?? '', one.url).pathname;
      const [here, there] = await Promise.all(
        [one, other].map(async (from) => {
          const answer = await fetch(from.url + path);
          return { status: answer.status, type: answer.headers.get('content-type'), bytes: await answer.arrayBuffer() };
        }),
      );
      expect(here?.status).toBe(200);
      expect(there).toEqual(here);
    }
    // the one that first drew it is gone, and what it drew is not
    expect(await one.stop()).toBe(0);
    expect((await fetch(`${other.url}/s/${link}`)).status).toBe(200);
    expect((await fetch(other.url + new URL(photo ?? '', other.url).pathname)).status).toBe(200);
  },
  120_000,
);

it.skipIf(!moto)(
  'a product whose store of photos is away says so, and serves all else',
  async () => {
    const shared = { ...s3.env, MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), LOG_LEVEL: 'silent' };
    const away = s3.env.MEDIA_URL?.replace(String(s3.port), '9') ?? '';
    const product = await haat.start({ ...shared, MEDIA_URL: away });
    const answer = await fetch(`${product.url}/media/p/${'a'.repeat(64)}-320.webp`);
    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ code: 'unavailable' })]);
    expect((await fetch(`${product.url}/readyz`)).status).toBe(200);
    expect(await product.stop()).toBe(0);
  },
  60_000,
);

it.skipIf(!moto)(
  'a bucket that is not there stops the start, in words',
  async () => {
    const MEDIA_URL = s3.env.MEDIA_URL?.replace('photos-', 'pictures-') ?? '';
    const env = { ...s3.env, MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), MEDIA_URL };
    const failed = await haat.start(env).catch((error: Error) => error.message);
    expect(failed).toContain('Haat cannot start. MEDIA_URL: the store answers 404');
  },
  60_000,
);
