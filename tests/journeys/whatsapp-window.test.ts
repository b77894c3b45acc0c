import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Contact, defineContact } from '../../src/contacts/model.js';
import { type Delivery, defineDelivery } from '../../src/orders/model.js';
import { freePort } from '../../src/platform/embedded/ports.js';
import { connectMongo, type Db } from '../../src/platform/mongo.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { type Env, testProcesses } from '../support/processes.js';
import { aJpeg } from '../support/telegram-shop.js';
import type { Person } from '../support/whatsapp-cloud/person.js';
import { type FakeCloud, startFakeCloud } from '../support/whatsapp-cloud/start-fake-cloud.js';

const processes = testProcesses();
const mongodbUri = testDbUri();
testRedis();
let db: Db;
beforeAll(async () => {
  db = await connectMongo(mongodbUri);
});
afterAll(() => db.close());

/** Asha has a shop on WhatsApp with one product, and Ravi is about to order it. */
async function aShop(meta: FakeCloud, env: Env = {}) {
  const port = String(await freePort());
  meta.posts(`http://127.0.0.1:${port}/webhooks/whatsapp`);
  const shared = { MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl(), LOG_LEVEL: 'error' };
  const product = await processes.start({ ...shared, PORT: port, ...meta.env(), ...env });
  // it would work the chats of the next test, and send to a Meta that is not there any more
  onTestFinished(async () => void (await product.stop()));
  const asha = meta.person({ name: 'Asha' });
  await asha.start();
  await asha.hears('I can open a shop for you');
  await asha.taps('Open my shop');
  await asha.hears('What is your shop called?');
  await asha.types('Asha Pickles');
  await asha.hears('Where is Asha Pickles?');
  await asha.types('Camp, Pune');
  const { text } = await asha.hears('Asha Pickles is open');
  await asha.hears('Now send a photo');
  await asha.sendsPhoto(await aJpeg(9), { caption: 'Mango pickle 149' });
  await asha.hears('Mango pickle is in your shop');
  return { asha, ravi: meta.person({ name: 'Ravi' }), link: /\/s\/([a-z0-9-]+)/.exec(text)?.[1] ?? '' };
}

/** From the shop's link to the number of the order. */
async function orders(ravi: Person, link: string): Promise<string> {
  await ravi.start(`s_${link}`);
  await ravi.hears('Welcome to Asha Pickles');
  await ravi.taps('Mango pickle');
  await ravi.hears('In your cart: 1');
  await ravi.taps('Order');
  await ravi.hears('Where should it go?');
  await ravi.types('4 Lake View, Pune');
  await ravi.hears('Total: ₹149');
  await ravi.taps('cash');
  return /HT-\w{5}/.exec((await ravi.hears(/^Done\. Order HT-\w{5} is with/)).text)?.[0] ?? '';
}

/** Her last word was a day ago, by Meta's clock and by ours. */
async function wasSilent(asha: Person): Promise<void> {
  asha.wasSilentForADay();
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await defineContact(db).updateOne({ addresses: asha.address }, { $set: { lastSeenAt: yesterday } });
}

async function alertTo(asha: Person): Promise<Delivery | null> {
  const contact = await defineContact(db).findOne({ addresses: asha.address }).lean<Contact>();
  return defineDelivery(db)
    .findOne({ contactId: contact?._id ?? '', to: 'seller' })
    .lean<Delivery>();
}

const TEMPLATE = { WHATSAPP_CLOUD_TEMPLATE: 'order_news:en' };

describe('an order for a seller who has not written for a day', () => {
  it('comes as the template, is taken by its words, and the buyer hears of it', async () => {
    await using meta = await startFakeCloud();
    const { asha, ravi, link } = await aShop(meta, TEMPLATE);
    await wasSilent(asha);
    const number = await orders(ravi, link);
    const alert = await asha.hears(`New order ${number}`);
    expect(alert.template).toEqual({ name: 'order_news', language: 'en' });
    await meta.status(alert, 'delivered');
    expect(await alertTo(asha)).toMatchObject({ state: 'delivered', platformId: alert.id });
    const words = /\*(ok \w+)\*/.exec(alert.text)?.[1] ?? '';
    await asha.types(words);
    const taken = await asha.hears(`You took order ${number}`);
    expect(taken.template).toBeUndefined();
    await ravi.hears(`accepted order ${number}`);
  }, 60_000);

  it('comes as the template also when Meta says only afterwards that she has not written', async () => {
    await using meta = await startFakeCloud();
    meta.refusesLater();
    const { asha, ravi, link } = await aShop(meta, TEMPLATE);
    asha.wasSilentForADay();
    const number = await orders(ravi, link);
    expect((await asha.hears(`New order ${number}`)).template?.name).toBe('order_news');
    await expect.poll(() => alertTo(asha), { timeout: 15_000 }).toMatchObject({ state: 'sent', attempts: 2 });
  }, 60_000);

  it('fails with that reason without a template, and is shown when she writes again', async () => {
    await using meta = await startFakeCloud();
    const { asha, ravi, link } = await aShop(meta);
    await wasSilent(asha);
    const number = await orders(ravi, link);
    await expect
      .poll(() => alertTo(asha), { timeout: 15_000 })
      .toMatchObject({
        state: 'failed',
        lastError: 'the 24-hour window is closed, and WHATSAPP_CLOUD_TEMPLATE is not set',
      });
    expect(asha.messages().some(({ text }) => text.includes(number))).toBe(false);
    await asha.types('hi');
    const alert = await asha.hears(`New order ${number}`);
    expect(alert.template).toBeUndefined();
    await asha.taps('Accept', { on: alert.id });
    await ravi.hears(`accepted order ${number}`);
  }, 60_000);
});
