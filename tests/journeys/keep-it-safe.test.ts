import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import { aPhoto } from '../faults/chatting-seller.js';
import { createMoments } from '../faults/moments.js';
import { type PatientApi, patientApi } from '../faults/patient-api.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import type { Env } from '../support/env.js';
import { testProcesses } from '../support/processes.js';
import { runProgram } from '../support/run-program.js';
import { moto, testS3 } from '../support/s3/test-s3.js';
import { testFolder } from '../support/test-folder.js';
import { webPerson } from '../support/web-person.js';

const haat = testProcesses();
const folder = testFolder();
const s3 = testS3();
const mongodbUri = testDbUri();
testRedis();

const file = (name: string): string => join(folder, name);
const backup = (name: string, env: Env) => runProgram('backup', [file(name)], env);
const restore = (name: string, env: Env, ...more: string[]) => runProgram('restore', [file(name), ...more], env);

type Catalog = { categories: { products: { id: string; image: { url: string } }[] }[] };
type Order = { orderId: string; number: string; status: string };

/** A shop with a photo, sold from once, whose seller is in the chat and whose buyer has a token. */
async function fill(url: string) {
  const at = [url];
  const moments = createMoments();
  const seller = await webPerson(at);
  await seller.starts();
  await seller.taps('sell');
  for (const text of ['+919812345678', '1234', 'Asha Pickles', 'Camp, Pune']) await seller.types(text);
  const { text } = await seller.hears('Asha Pickles is open');
  const link = /\/s\/([a-z0-9-]+)/.exec(text)?.[1] ?? '';
  await seller.sendsPhoto(await aPhoto(), 'Mango pickle 149 x12');
  await seller.hears('Mango pickle is in your shop');
  // in the evening the chat would be told more than was in it
  await seller.types('menu');
  await seller.types('digest off');
  await seller.hears('No more evening summaries');

  const api = patientApi(at, moments);
  const catalog = await api.get<Catalog>(`/storefront/${link}/catalog`);
  const [product] = catalog.categories.flatMap(({ products }) => products);
  if (!product) throw new Error('there is no product');
  const { cartId } = await api.post<Cart>('/carts', { body: { storeLink: link } });
  const line = { productId: product.id, qty: 2, storeLink: link };
  const cart = await api.post<Cart>(`/carts/${cartId}/lines`, { body: line });
  const { token } = await api.post<{ token: string }>('/customers/token', {
    body: { mobile: '+919712345678', otp: '1234' },
  });
  const asked = { token, key: randomUUID(), body: { cart, name: 'Ravi', address: '12 MG Road, Pune' } };
  const order = await api.post<Order>('/orders', asked);
  await seller.hears(`New order ${order.number}`);

  const photo = (from: string): Promise<Buffer> => bytesOf(from + new URL(product.image.url).pathname);
  const before = { photo: await photo(url), said: await seller.conversation() };

  /** The shop as it was, at another address: what is in it, and that it goes on. */
  async function goesOn(there: string): Promise<void> {
    at.splice(0, at.length, there);
    const again: PatientApi = patientApi(at, moments);
    expect(await (await fetch(`${there}/s/${link}`)).text()).toContain('Mango pickle');
    expect((await photo(there)).equals(before.photo)).toBe(true);
    const { orderId, number } = order;
    const now = () => again.get<Order>(`/orders/${orderId}`, { token });
    expect(await now()).toMatchObject({ orderId, number, status: 'placed' });
    expect(await again.post<Order>('/orders', asked)).toMatchObject({ orderId });
    expect(plain(await seller.conversation())).toEqual(plain(before.said));
    await seller.taps(`accept:${orderId}`);
    await expect.poll(now).toMatchObject({ status: 'accepted' });
  }
  return { goesOn };
}

/** Pictures are shown at the address of whoever shows them. */
const plain = (items: readonly object[]): unknown =>
  JSON.parse(JSON.stringify(items).replace(/http:\/\/(localhost|127\.0\.0\.1):\d+/g, ''));

async function bytesOf(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

it('a shop is backed up while it runs or not, and goes on on another machine, with other databases and another store', async () => {
  const here = { DATA_DIR: join(folder, 'here') };
  const first = await haat.start({ ...here, LOG_LEVEL: 'warn' });
  const shop = await fill(first.url);

  const running = await backup('running.haat', here);
  expect(running).toMatchObject({ code: 0 });
  expect(running.said).toContain('1 stores, 1 products, 1 orders');
  expect(await restore('running.haat', here, '--replace')).toMatchObject({
    code: 1,
    said: expect.stringContaining(`in use by process ${first.pid}. Stop it first`),
  });
  expect(await first.stop()).toBe(0);
  const stopped = await backup('stopped.haat', here);
  expect(stopped).toMatchObject({ code: 0, said: expect.stringContaining('1 stores, 1 products, 1 orders') });

  // to a MongoDB of its own and a store that speaks S3
  const there = {
    ...{ DATA_DIR: join(folder, 'there'), MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), LOG_LEVEL: 'warn' },
    ...(moto ? s3.env : {}),
  };
  expect(await restore('stopped.haat', there)).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'there/media'))).toBe(!moto);
  const far = await backup('far.haat', there);
  expect(far).toMatchObject({ code: 0 });
  const second = await haat.start(there);
  await shop.goesOn(second.url);
  expect(await second.stop()).toBe(0);

  // and back to a folder, with all that was on the first
  rmSync(here.DATA_DIR, { recursive: true });
  const back = { DATA_DIR: join(folder, 'back') };
  expect(await restore('far.haat', back)).toMatchObject({ code: 0 });
  const third = await haat.start({ ...back, LOG_LEVEL: 'warn' });
  await shop.goesOn(third.url);
  expect(await third.stop()).toBe(0);
}, 300_000);

it('says in words what was asked wrongly, and does nothing', async () => {
  const nowhere = { DATA_DIR: join(folder, 'nowhere') };
  const told = async (asked: Promise<{ code: number | string; said: string }>) => {
    const { code, said } = await asked;
    expect(code).toBe(1);
    expect(said).not.toMatch(/\n {4}at /);
    return said;
  };
  expect(await told(backup('none.haat', nowhere))).toContain(`There is no database under ${nowhere.DATA_DIR}`);
  expect(await told(runProgram('backup', [], nowhere))).toContain('npm run backup -- shop.haat');
  expect(await told(runProgram('restore', ['--replace'], nowhere))).toContain('npm run restore -- shop.haat');
  expect(await told(runProgram('restore', ['--force', 'a.haat'], nowhere))).toContain('npm run restore');
  expect(await told(restore('none.haat', nowhere))).toContain('no such file');
  const closed = { ...nowhere, MONGODB_URI: 'mongodb://127.0.0.1:9/haat?serverSelectionTimeoutMS=500' };
  expect(await told(restore('far.haat', closed))).toContain('MongoDB does not answer');
  const noStore = { ...nowhere, MONGODB_URI: mongodbUri, AWS_ACCESS_KEY_ID: 'asha', AWS_SECRET_ACCESS_KEY: 'hers' };
  const MEDIA_URL = 's3://photos?endpoint=http://127.0.0.1:9';
  expect(await told(backup('none.haat', { ...noStore, MEDIA_URL }))).toContain('The store of photos (MEDIA_URL)');
  expect(existsSync(file('none.haat'))).toBe(false);
  writeFileSync(file('cut.haat'), readFileSync(file('far.haat')).subarray(0, 3000));
  expect(await told(restore('cut.haat', nowhere))).toContain('cut.haat cannot be restored. It is cut off');
  expect(existsSync(nowhere.DATA_DIR)).toBe(false);
}, 60_000);
