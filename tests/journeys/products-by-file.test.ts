import { afterEach, beforeEach, expect, it } from 'vitest';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { type FakeTelegram, startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { onTelegram, opensShop } from '../support/telegram-shop.js';

const processes = testProcesses();
const shared = { MONGODB_URI: testDbUri(), REDIS_URL: testRedisUrl() };
const redis = testRedis();
/** The lease of a process that was killed has to end first. */
const TAKE_OVER_MS = 60_000;

let telegram: FakeTelegram;
beforeEach(async () => {
  telegram = await startFakeTelegram();
});
afterEach(() => telegram.stop());

const COUNT = 4000;
const sheet = Buffer.from(
  `\ufeffName;Sale Price;Stock\r\n${Array.from({ length: COUNT }, (_, n) => `Jar ${n};10${n % 10},50;${n}\r\n`).join('')}Bad;;\r\n`,
);

it('a seller on Telegram puts in thousands of products by file, though all is killed and Redis emptied, and gets them out again', async () => {
  const first = await processes.start({ ...shared, ...onTelegram(telegram) });
  const asha = telegram.person({ firstName: 'Asha' });
  const link = await opensShop(asha, 'Asha Pickles');
  asha.sendsFile(sheet, { fileName: 'products.csv', mimeType: 'text/csv' });
  const preview = await asha.hears('4,000 new, 1 wrong.');
  expect(preview.text).toContain('Line 4,002: The sale price is missing.');
  asha.taps('Yes, put them in');
  await asha.hears('I put 4,000 products into Asha Pickles now');
  await first.kill('SIGKILL');
  await redis.flushdb();

  const second = await processes.start({ ...shared, ...onTelegram(telegram) });
  const done = await asha.hears(/^Done: /, TAKE_OVER_MS);
  expect(done.text).toMatch(/^Done: 4,000 new\.\n1 line was left out:/);
  const catalog = await (await fetch(`${second.url}/api/v1/storefront/${link}/catalog`)).json();
  expect(catalog).toMatchObject({ categories: [{ productCount: COUNT + 1 }] });

  asha.types('/products');
  await asha.hears('In Asha Pickles');
  asha.taps('Import from a file');
  await asha.hears('Columns: name');
  asha.taps('Download products');
  await asha.hears('That is a lot.');
  const { document } = await asha.hears('Here are 4,001 products of Asha Pickles.');
  expect(document?.fileName).toBe(`products-${link}.csv`);
  asha.sendsFile(document?.bytes ?? Buffer.alloc(0), { fileName: 'products.csv', mimeType: 'text/csv' });
  await asha.hears('There is nothing to change: 4,001 products are as before.');
  expect(asha.unanswered()).toEqual([]);
  await second.stop();
}, 180_000);
