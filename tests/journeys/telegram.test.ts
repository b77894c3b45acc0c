import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { testDb, testRedisUrl, uriOf } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { type FakeTelegram, startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { aJpeg, comesAgain, onTelegram, pays } from '../support/telegram-shop.js';

const processes = testProcesses();
const db = testDb();
const contacts = () => db.collection('contacts');

/** From START to a shared link with three products, and from the deep link to an order that is taken. */
async function sellAndBuy(telegram: FakeTelegram): Promise<void> {
  const asha = telegram.person({ firstName: 'Asha', languageCode: 'en' });
  let moves = 0;
  const act = (_move: unknown): void => {
    moves += 1;
  };
  act(asha.start());
  await asha.hears('I can open a shop for you');
  act(asha.taps('Open my shop'));
  await asha.hears('Share your number so that orders reach you.');
  act(asha.tapsKeyboard('Share my number'));
  await asha.hears('What is your shop called?');
  act(asha.types('Asha <b>_*[ Pickles'));
  await asha.hears('Where is Asha <b>_*[ Pickles?');
  act(asha.types('Camp, Pune'));
  const open = await asha.hears('Asha <b>_*[ Pickles is open');
  expect(open.photo?.height).toBeGreaterThan(1000);
  const link = /\/s\/([a-z0-9-]+)/.exec(open.text)?.[1] ?? '';
  await asha.hears('Now send a photo');
  const lines = 'Mango pickle 149 (199)\nLemon pickle 99\nGarlic & <i>chili</i> 120 x3';
  act(
    asha.sendsAlbum([{ bytes: await aJpeg(1), caption: lines }, { bytes: await aJpeg(2) }, { bytes: await aJpeg(3) }]),
  );
  await asha.hears('Garlic & <i>chili</i>');
  act(asha.types('/share'));
  await asha.hears(`https://t.me/${telegram.username}?start=s_${link}`);
  expect(moves).toBe(7);

  const ravi = telegram.person({ firstName: 'Ravi' });
  ravi.start(`s_${link}`);
  await ravi.hears('Welcome to Asha <b>_*[ Pickles');
  ravi.taps('Mango pickle');
  const card = await ravi.hears('In your cart: 1');
  expect(card.photo?.width).toBe(640);
  ravi.taps('One more', { on: card.id });
  await ravi.waitFor(() => ravi.messages().find(({ id, text }) => id === card.id && text.includes('In your cart: 2')));
  ravi.taps('Order', { on: card.id });
  await ravi.hears('Your mobile number');
  ravi.tapsKeyboard('Share my number');
  await ravi.hears('Where should it go?');
  ravi.sharesLocation(18.51, 73.87);
  await ravi.hears('maps.google.com');
  ravi.taps('cash');
  const done = await ravi.hears(/^Done\. Order HT-\w{5} is with/);
  const number = /HT-\w{5}/.exec(done.text)?.[0] ?? '';

  const alert = await asha.hears(`New order ${number}: ₹298`);
  expect(alert.text).toContain(`Ravi · +${ravi.phone}`);
  asha.taps('Accept', { on: alert.id });
  await ravi.hears(`accepted order ${number}`);
  await asha.waitFor(() =>
    asha.messages().find(({ id, text, edited }) => id === alert.id && edited > 0 && text.includes('You accepted it.')),
  );

  // known now: four taps from the link to the number
  await comesAgain(ravi, link, 'Lemon pickle', '₹99');
  await pays(ravi);
  expect([...asha.unanswered(), ...ravi.unanswered()]).toEqual([]);
}

describe('a shop on Telegram', () => {
  let telegram: FakeTelegram;
  beforeAll(async () => {
    telegram = await startFakeTelegram();
  });
  afterAll(() => telegram.stop());
  const env = () => ({ MONGODB_URI: uriOf(db.name), REDIS_URL: testRedisUrl(), ...onTelegram(telegram) });

  it('opens, sells and is alerted by polling', async () => {
    const { stop } = await processes.start(env());
    await sellAndBuy(telegram);
    await stop();
  }, 60_000);

  it('knows nothing any more of somebody who asked to be forgotten, and hears what they say next', async () => {
    const { stop } = await processes.start(env());
    const asha = telegram.person({ firstName: 'Asha' });
    asha.start();
    await asha.hears('I can open a shop for you');
    for (let times = 0; times < 2; times++) {
      asha.types('forget me');
      await asha.hears('Shall I forget you?');
      asha.taps('Forget me');
      await asha.hears('You are forgotten');
      await expect.poll(() => contacts().countDocuments({ addresses: String(asha.id) })).toBe(0);
      asha.types('hello');
      await asha.hears('I can open a shop for you');
    }
    await stop();
  }, 60_000);

  it('does the same by webhook', async () => {
    const port = String(await freePort());
    const hook = { TELEGRAM_MODE: 'webhook', PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
    await processes.start({ ...env(), ...hook });
    await sellAndBuy(telegram);
  }, 60_000);
});
