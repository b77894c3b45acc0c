import { expect, it } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { type FakeTelegram, startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { aJpeg, onTelegram } from '../support/telegram-shop.js';
import { startFakeCloud } from '../support/whatsapp-cloud/start-fake-cloud.js';
import { startFakeWhatsApp } from '../support/whatsapp-web/start-fake-whatsapp.js';
import { type Someone, sellAndBuy } from './one-description.js';

const processes = testProcesses();
const shared = { MONGODB_URI: testDbUri(), REDIS_URL: testRedisUrl(), LOG_LEVEL: 'debug' };
testRedis();
const ADMIN_PASSWORD = 'the word of the operator';
const basic = { authorization: `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}` };

/** Somebody on Telegram, where news of a card are shown on the card. */
function onTelegramAs(telegram: FakeTelegram, firstName: string): Someone {
  const person = telegram.person({ firstName });
  let heard = 0;
  return {
    ...person,
    sharesNumber: () => person.tapsKeyboard('Share my number'),
    async hears(is) {
      const fits = (text: string): boolean => (typeof is === 'string' ? text.includes(is) : is.test(text));
      const message = await person.waitFor(() =>
        person.messages().find(({ from, id, text }) => from === 'bot' && id >= heard && fits(text)),
      );
      heard = message.id;
      return message;
    },
  };
}

it('sells the same way on every messenger, in one process', async () => {
  await using telegram = await startFakeTelegram();
  await using meta = await startFakeCloud();
  await using whatsapp = await startFakeWhatsApp();
  const port = String(await freePort());
  meta.posts(`http://127.0.0.1:${port}/webhooks/whatsapp`);
  const env = { ...shared, PORT: port, ADMIN_PASSWORD, ...onTelegram(telegram), ...meta.env(), ...whatsapp.env() };
  const haat = await processes.start({ ...env, LOG_LEVEL: 'debug' });
  const photo = await aJpeg(9);

  const said = await sellAndBuy(onTelegramAs(telegram, 'Asha'), onTelegramAs(telegram, 'Ravi'), photo);
  expect(said.length).toBeGreaterThan(15);
  expect(await sellAndBuy(meta.person({ name: 'Asha' }), meta.person({ name: 'Ravi' }), photo)).toEqual(said);

  // the operator links the phone with what the page shows
  expect((await fetch(`${haat.url}/admin/whatsapp`)).status).toBe(401);
  let page = '';
  await expect
    .poll(async () => {
      page = await (await fetch(`${haat.url}/admin/whatsapp`, { headers: basic })).text();
      return page;
    })
    .toMatch(/data-qr="/);
  whatsapp.scan(/data-qr="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '');
  const channels = async () => ((await (await fetch(`${haat.url}/readyz`)).json()) as { channels: object }).channels;
  await expect.poll(channels).toMatchObject({ 'whatsapp-web': 'up', 'whatsapp-cloud': 'up', telegram: 'up' });
  const [asha, ravi] = [whatsapp.person({ name: 'Asha' }), whatsapp.person({ name: 'Ravi', via: 'lid' })];
  expect(await sellAndBuy(asha, ravi, photo)).toEqual(said);
  expect(ravi.messages().some(({ bytes }) => bytes !== undefined)).toBe(true);
  expect(haat.output()).not.toMatch(/privKey|rootKey|chainKey|noiseKey/);
  expect(await (await fetch(`${haat.url}/metrics`)).text()).toContain('haat_channel_up{channel="whatsapp-web"} 1');
}, 120_000);
