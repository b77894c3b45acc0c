import { Redis } from 'ioredis';
import { expect, it, vi } from 'vitest';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { ashasShop } from './ashas-shop.js';
import { buyersOf } from './buyers.js';
import { serversIn, signalServer } from './embedded-servers.js';
import { createMoments } from './moments.js';
import { askOnce, patientApi } from './patient-api.js';

const haat = testProcesses();
const shared = { MONGODB_URI: testDbUri(), REDIS_URL: testRedisUrl() };
const redis = testRedis();
const PATIENCE = { timeout: 60_000, interval: 100 };

it('takes orders and talks on while Redis stands still, and tells the seller once when it is back, even emptied', async () => {
  const { url, stop } = await haat.start();
  const moments = createMoments();
  const api = patientApi([url], moments);
  const shop = await ashasShop([url], api, moments);
  const buyers = buyersOf(api, shop);
  const [first, second, third] = [await buyers.atTheTill(), await buyers.atTheTill(), await buyers.atTheTill()];
  const readiness = async () => JSON.parse((await askOnce(`${url}/readyz`)).text);

  signalServer(haat.dataDir, 'redis', 'SIGSTOP');
  const place = (asked: object) => askOnce(`${url}/api/v1/orders`, 'POST', asked);
  const placed = [await place(first), await place(second)];
  expect(placed.map(({ status }) => status)).toEqual([201, 201]);
  const cart = await askOnce(`${url}/api/v1/carts`, 'POST', { body: { storeLink: shop.link } });
  expect(cart).toMatchObject({ status: 503, code: 'unavailable' });
  await shop.asha.sends({ text: 'help' });
  await shop.asha.finds(({ text }) => text.startsWith('Answer the question below'));
  expect(await readiness()).toMatchObject({ status: 'degraded', mongodb: 'up', redis: 'down' });

  const emptying = new Redis(`redis://127.0.0.1:${serversIn(haat.dataDir).redis?.port}`);
  const emptied = emptying.flushall();
  signalServer(haat.dataDir, 'redis', 'SIGCONT');
  await emptied;
  emptying.disconnect();
  placed.push(await place(third));
  await vi.waitFor(() => shop.expectTold(placed.map(({ text }) => JSON.parse(text))), PATIENCE);
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 'ready', redis: 'up' }), PATIENCE);
  await buyers.atTheTill();
  expect(await stop()).toBe(0);
}, 120_000);

it('tells the seller of an order that Redis has forgotten', async () => {
  const { url } = await haat.start({ ...shared, ROLES: 'api,bots' });
  const moments = createMoments();
  const api = patientApi([url], moments);
  const shop = await ashasShop([url], api, moments);
  const buyers = buyersOf(api, shop);
  for (let order = 0; order < 5; order++) await buyers.visit();
  await redis.flushdb();
  expect((await shop.asha.conversation()).filter(({ text }) => text.startsWith('New order'))).toEqual([]);

  await haat.start({ ...shared, ROLES: 'jobs' });
  await vi.waitFor(() => shop.expectTold(buyers.orders.map(({ placed }) => placed)), PATIENCE);
}, 120_000);
