import type { Redis } from 'ioredis';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createCarts } from '../../src/carts/service.js';
import { createCatalog } from '../../src/catalog/catalog.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { connectRedis, redisReady } from '../../src/platform/redis.js';
import { aMarket, mediaUrl } from '../catalog/shop.js';
import { testClock } from '../support/clock.js';
import { testDb, testRedis, testRedisUrl } from '../support/db.js';
import { aWayTo } from './stall.js';

const db = testDb();
testRedis();
const clock = testClock();
const { products, stores, aStore, aProduct } = aMarket(db, { clock });

beforeAll(() => makeIndexes(db));

async function aShopOver(url: string) {
  const redis: Redis = connectRedis(url, 'carts');
  onTestFinished(() => redis.disconnect());
  await redisReady(redis);
  const catalog = createCatalog({ db, clock, stores, mediaUrl, cacheBytes: 1024 * 1024 });
  const carts = createCarts({ redis, products, catalog, clock, mediaUrl });
  const store = await aStore();
  const line = { productId: (await aProduct(store))._id, qty: 1, storeLink: store.link };
  return { redis, carts, store, line, cartId: (await carts.create(store.link)).cartId };
}

const unavailable = { code: 'unavailable', status: 503 };

it('while Redis stands still every verb is refused in words, and works again when it goes on', async () => {
  const way = await aWayTo(testRedisUrl());
  const { carts, store, line, cartId } = await aShopOver(way.url);
  way.standStill();
  const all = [
    () => carts.read(cartId),
    () => carts.add(cartId, line),
    () => carts.set(cartId, line.productId, line),
    () => carts.remove(cartId, line.productId),
    () => carts.takeOut(cartId, 'order', []),
    () => carts.create(store.link),
    () => carts.create(store.link, { key: 'k' }, 'me'),
  ];
  await Promise.all(all.map((ask) => expect(ask()).rejects.toMatchObject(unavailable)));
  way.goOn();
  expect(await carts.read(cartId)).toMatchObject({ cartId });
});

it('while Redis is down carts are refused in words, and come back by themselves', async () => {
  const way = await aWayTo(testRedisUrl());
  const { redis, carts, line, cartId } = await aShopOver(way.url);
  await carts.add(cartId, line);
  way.breakDown();
  await expect(carts.read(cartId)).rejects.toMatchObject(unavailable);
  await expect(carts.add(cartId, line)).rejects.toMatchObject(unavailable);
  way.goOn();
  await redisReady(redis);
  expect(await carts.read(cartId)).toMatchObject({ lines: [{ qty: 1 }] });
});

it('a cart of an emptied Redis is gone, and a new one can be begun', async () => {
  const { redis, carts, store, cartId } = await aShopOver(testRedisUrl());
  await redis.flushdb();
  await expect(carts.read(cartId)).rejects.toMatchObject({ code: 'no_cart', status: 404 });
  expect(await carts.create(store.link)).toMatchObject({ lines: [] });
});
