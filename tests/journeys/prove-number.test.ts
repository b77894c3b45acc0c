import { expect, it } from 'vitest';
import { testDbUri, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { onTelegram } from '../support/telegram-shop.js';
import { webPerson } from '../support/web-person.js';

const processes = testProcesses();
const databases = { MONGODB_URI: testDbUri(), REDIS_URL: testRedisUrl() };

it('proves the number of a page with one tap that leads to the bot, without a code', async () => {
  await using telegram = await startFakeTelegram();
  const shop = await processes.start({ ...databases, ...onTelegram(telegram), OTP_MODE: 'verify' });
  await telegram.waitFor(() => telegram.calls('getMe').length > 0);
  const page = await webPerson(shop.url);
  await page.starts();
  await page.hears('I can open a shop for you');
  await page.taps('sell');
  const { text } = await page.hears('No code needed: prove it in Telegram with one tap.');
  const payload = new RegExp(`https://t\\.me/${telegram.username}\\?start=(\\S+)`).exec(text)?.[1] ?? '';

  const phone = telegram.person({ firstName: 'Asha' });
  phone.start(payload);
  await phone.hears('Prove your number for the page you came from');
  phone.sharesContact({ phone: '919812312312' });
  await phone.hears('Only your own number counts here.');
  phone.tapsKeyboard('Share my number');
  await phone.hears('Done. Your number is proved.');
  await page.hears('What is your shop called?');
  const said = (await page.conversation()).filter(({ from }) => from === 'you').map((item) => item.text);
  expect(said).toContain(`+${phone.phone}`);

  // whoever has the link once more proves nothing by it
  const another = telegram.person({ firstName: 'Ravi' });
  another.start(payload);
  await another.hears('Prove your number');
  another.tapsKeyboard('Share my number');
  await another.hears('Done.');
  await page.types('Asha Pickles');
  await page.hears('Where is Asha Pickles?');
  const all = (await page.conversation()).filter(({ from }) => from === 'you').map((item) => item.text);
  expect(all).not.toContain(`+${another.phone}`);
  await shop.stop();
}, 60_000);
