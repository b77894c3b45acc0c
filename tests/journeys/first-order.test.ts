import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Cart } from '../../src/carts/rules.js';
import { testDbUri, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { type WebPerson, webPerson } from '../support/web-person.js';

const processes = testProcesses();
const mongodbUri = testDbUri();

/** A photo as a phone takes it: several megabytes, lying on its side, and telling where it was taken. */
async function aPhoneJpeg(): Promise<Uint8Array<ArrayBuffer>> {
  const [width, height] = [3000, 2000];
  const noise = Buffer.alloc(width * height * 3);
  let seed = 7;
  for (let i = 0; i < noise.length; i++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    noise[i] = seed >> 16;
  }
  const bytes = await sharp(noise, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .withExif({ IFD0: { Orientation: '6' }, IFD3: { GPSLatitude: '18/1 31/1 12/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  return new Uint8Array(bytes);
}

let mobiles = Math.floor(Math.random() * 1e6);
const aMobile = () => `+9198${String(10_000_000 + mobiles++).padStart(8, '0')}`;

/** What both journeys are about: a shop opened in the chat. */
async function openShop(seller: WebPerson, name: string): Promise<string> {
  await seller.hears('I can open a shop for you');
  await seller.taps('sell');
  await seller.hears('Share your number');
  await seller.types(aMobile());
  await seller.hears('type any 4 digits');
  await seller.types('1234');
  await seller.hears('What is your shop called?');
  await seller.types(name);
  await seller.hears(`Where is ${name}?`);
  await seller.types('Camp, Pune');
  const { text, photo } = await seller.hears(`${name} is open 🎉`);
  expect(photo).toMatch(/\/media\/card\//);
  return /\/s\/([a-z0-9-]+)/.exec(text)?.[1] ?? '';
}

async function call<T>(url: string, init: { token?: string; body?: unknown; key?: string; method?: string } = {}) {
  const answer = await fetch(url, {
    method: init.method ?? (init.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...(init.token && { authorization: `Bearer ${init.token}` }),
      ...(init.key && { 'idempotency-key': init.key }),
    },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

type Catalog = {
  categories: { products: { id: string; salePrice: number; mrp: number; image: { url: string } | null }[] }[];
};
type Order = { orderId: string; number: string; status: string; alerts?: unknown };

/** The whole of it, over whatever processes there are. */
async function sellAndBuy(api: readonly string[], bots: readonly string[]): Promise<void> {
  const [here = '', there = here] = api;
  const seller = await webPerson(bots);
  await seller.starts();
  const link = await openShop(seller, `Asha Pickles ${randomUUID().slice(0, 8)}`);
  await seller.hears('Now send a photo');
  await seller.sendsPhoto(await aPhoneJpeg(), 'Mango pickle 500g 149 (199) #Pickles x12');
  await seller.hears('Mango pickle 500g is in your shop for ₹149, MRP ₹199.');

  const catalog = await call<Catalog>(`${there}/api/v1/storefront/${link}/catalog`);
  const [product] = catalog.body.categories[0]?.products ?? [];
  if (!product?.image) throw new Error('the product is not in the catalog with its photo');
  expect(product).toMatchObject({ salePrice: 14900, mrp: 19900 });
  const picture = await fetch(there + new URL(product.image.url).pathname);
  const stored = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
  expect(stored).toMatchObject({ format: 'webp', height: 1080, width: 720 });
  expect([stored.exif, stored.orientation]).toEqual([undefined, undefined]);

  const { body: empty } = await call<Cart>(`${here}/api/v1/carts`, { body: { storeLink: link } });
  const line = { productId: product.id, qty: 2, storeLink: link };
  const { body: cart } = await call<Cart>(`${there}/api/v1/carts/${empty.cartId}/lines`, { body: line });
  expect(cart.total).toBe(29800);
  const { body: buyer } = await call<{ token: string }>(`${here}/api/v1/customers/token`, {
    body: { mobile: aMobile(), otp: '1234' },
  });
  const asked = { body: { cart, name: 'Ravi', address: '12 MG Road, Pune' }, token: buyer.token, key: randomUUID() };
  const placed = await Promise.all([here, there].map((at) => call<Order>(`${at}/api/v1/orders`, asked)));
  expect(placed.map(({ status }) => status)).toEqual([201, 201]);
  const [order] = placed.map(({ body }) => body);
  if (!order) throw new Error('there is no order');
  expect(placed[1]?.body.orderId).toBe(order.orderId);

  const alert = await seller.hears(`New order ${order.number}: ₹298`);
  expect(alert.choices?.map(({ id }) => id)).toContain(`accept:${order.orderId}`);
  await seller.taps(`accept:${order.orderId}`);
  await seller.hears(order.number);
  const mine = await call<Order>(`${there}/api/v1/orders/${order.orderId}`, { token: buyer.token });
  expect(mine.body.status).toBe('accepted');

  const alerts = (await seller.conversation()).filter(
    ({ choices, text }) => text.includes(order.number) && (choices ?? []).some(({ id }) => id.startsWith('packed:')),
  );
  expect(alerts.length).toBeGreaterThan(0);
}

/** A buyer in the chat, whom the seller answers. */
async function orderInChat(bots: readonly string[]): Promise<void> {
  const seller = await webPerson(bots);
  await seller.starts();
  const link = await openShop(seller, `Lemon House ${randomUUID().slice(0, 8)}`);
  await seller.hears('Now send a photo');
  await seller.taps('skip');
  await seller.types('Lemon pickle 99');
  await seller.hears('Lemon pickle is in your shop for ₹99');

  const buyer = await webPerson(bots);
  await buyer.starts(`s_${link}`);
  const shelf = await buyer.hears(({ choices }) => (choices ?? []).some(({ id }) => id.startsWith('add:')));
  const add = shelf.choices?.find(({ id }) => id.startsWith('add:'))?.id ?? '';
  await buyer.taps(add);
  await buyer.hears('In your cart: 1');
  await buyer.taps('checkout');
  await buyer.hears('What name');
  await buyer.types('Meena');
  await buyer.hears('mobile number');
  await buyer.types(aMobile());
  await buyer.hears('type any 4 digits');
  await buyer.types('4321');
  await buyer.hears('Where should it go?');
  await buyer.types('4 Lake View, Pune');
  const review = await buyer.hears('Total: ₹99');
  const cash = review.choices?.find(({ id }) => id.startsWith('cod'))?.id ?? '';
  await buyer.taps(cash);
  const done = await buyer.hears(/^Done\. Order HT-\w{5} is with Lemon House/);
  const number = /HT-\w{5}/.exec(done.text)?.[0] ?? '';

  const alert = await seller.hears(`New order ${number}`);
  expect(alert.text).toContain('1 × Lemon pickle');
  await seller.types(`ok ${number.slice(3, 6)}`);
  await buyer.hears(`accepted order ${number}`);
}

describe('a first order', () => {
  it('goes from an empty computer to an accepted order, in one process', async () => {
    const { url, output } = await processes.start();
    expect(output()).toContain('/chat');
    await sellAndBuy([url], [url]);
    await orderInChat([url]);
  }, 60_000);

  it('goes the same way through two processes of each role', async () => {
    const env = { MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), LOG_LEVEL: 'warn' };
    const start = (ROLES: string) => processes.start({ ...env, ROLES });
    const all = await Promise.all(['api', 'api', 'bots', 'bots', 'jobs', 'jobs'].map(start));
    const [api1 = '', api2 = '', bots1 = '', bots2 = ''] = all.map(({ url }) => url);
    await sellAndBuy([api1, api2], [bots1, bots2]);
    await orderInChat([bots1, bots2]);
  }, 60_000);
});
