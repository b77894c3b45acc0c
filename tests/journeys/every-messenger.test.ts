import { expect, it } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { aJpeg, onTelegram } from '../support/telegram-shop.js';
import { startFakeCloud } from '../support/whatsapp-cloud/start-fake-cloud.js';
import { type Someone, sellAndBuy } from './one-description.js';

const processes = testProcesses();
const shared = { MONGODB_URI: testDbUri(), REDIS_URL: testRedisUrl(), LOG_LEVEL: 'warn' };
testRedis();

it('sells the same way on every messenger, in one process', async () => {
  await using telegram = await startFakeTelegram();
  await using meta = await startFakeCloud();
  const port = String(await freePort());
  meta.posts(`http://127.0.0.1:${port}/webhooks/whatsapp`);
  await processes.start({ ...shared, PORT: port, ...onTelegram(telegram), ...meta.env() });

  const onTelegramAs = (firstName: string): Someone => {
    const person = telegram.person({ firstName });
    let heard = 0;
    return {
      ...person,
      sharesNumber: () => person.tapsKeyboard('Share my number'),
      // news of a card are shown on the card
      async hears(is) {
        const fits = (text: string): boolean => (typeof is === 'string' ? text.includes(is) : is.test(text));
        const message = await person.waitFor(() =>
          person.messages().find(({ from, id, text }) => from === 'bot' && id >= heard && fits(text)),
        );
        heard = message.id;
        return message;
      },
    };
  };
  const photo = await aJpeg(9);
  const said = await sellAndBuy(onTelegramAs('Asha'), onTelegramAs('Ravi'), photo);
  expect(said.length).toBeGreaterThan(15);
  expect(await sellAndBuy(meta.person({ name: 'Asha' }), meta.person({ name: 'Ravi' }), photo)).toEqual(said);
}, 90_000);
