import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDbUri, testRedisUrl } from '../support/db.js';
import { type Product, testProcesses } from '../support/processes.js';
import type { Person } from '../support/telegram/people/person.js';
import { type FakeTelegram, startFakeTelegram } from '../support/telegram/start-fake-telegram.js';
import { comesAgain, fillsCart, onTelegram, opensShop, pays } from '../support/telegram-shop.js';
import { serversIn } from './embedded-servers.js';

const processes = testProcesses();
const mongodbUri = testDbUri();
/** The lease of a process that was killed has to end first, and the pauses of the messages behind it. */
const TAKE_OVER_MS = 60_000;

let telegram: FakeTelegram;
beforeEach(async () => {
  telegram = await startFakeTelegram();
});
afterEach(() => telegram.stop());

const databases = () => ({ MONGODB_URI: mongodbUri, REDIS_URL: testRedisUrl() });

/** How often somebody sees words of the bot in their chat. */
const timesSaid = (person: Person, words: string): number =>
  person.messages().filter(({ from, text }) => from === 'bot' && text.includes(words)).length;

/** Whether a process is the one that takes the updates. */
async function owns({ url }: Product): Promise<boolean> {
  const { channels } = (await (await fetch(`${url}/readyz`)).json()) as { channels: Record<string, string> };
  return channels.telegram === 'up';
}

/** Resolves once nothing waits to be sent, or was sent and is not noted: that would be said again. */
async function allIsNoted(): Promise<void> {
  const { port } = serversIn(processes.dataDir).mongod ?? {};
  const db = await mongoose.createConnection(`mongodb://127.0.0.1:${port}/haat?directConnection=true`).asPromise();
  const waiting = () => db.collection('chats').countDocuments({ 'outbox.0': { $exists: true } });
  await expect.poll(waiting).toBe(0);
  expect(await db.collection('chats').countDocuments()).toBe(2);
  await db.close();
}

describe('a shop on Telegram', () => {
  it('does a thing once that was done and not confirmed when everything was killed', async () => {
    const first = await processes.start(onTelegram(telegram));
    const [asha, ravi] = [telegram.person({ firstName: 'Asha' }), telegram.person({ firstName: 'Ravi' })];
    await fillsCart(ravi, await opensShop(asha, 'Asha Pickles'));
    await telegram.waitFor(() => telegram.unconfirmed().length === 0);

    // the poll that is open brings the tap, the next one would confirm it
    const deaf = telegram.fault({ method: 'getUpdates', kind: 'hang', times: Number.POSITIVE_INFINITY });
    const number = await pays(ravi);
    await asha.hears(`New order ${number}`);
    expect(telegram.unconfirmed()).toHaveLength(1);
    await allIsNoted();
    await first.kill('SIGKILL');
    deaf.release();

    await processes.start(onTelegram(telegram));
    await telegram.waitFor(() => telegram.unconfirmed().length === 0);
    ravi.types('/myorders');
    await ravi.hears((message) => message.buttons.flat().some(({ label }) => label.includes(number)));
    expect(timesSaid(ravi, 'Done. Order')).toBe(1);
    expect(timesSaid(asha, 'New order')).toBe(1);
  }, 90_000);

  it('alerts a second phone while the first cannot be reached, and the first once it can, in order', async () => {
    const shop = await processes.start({ ...databases(), ...onTelegram(telegram) });
    const asha = telegram.person({ firstName: 'Asha' });
    const ravi = telegram.person({ firstName: 'Ravi' });
    const link = await opensShop(asha, 'Asha Pickles');
    const sister = telegram.person({ firstName: 'Usha', phone: asha.phone });
    sister.start();
    await sister.hears('I can open a shop');
    sister.taps('Open my shop');
    await sister.hears('Share your number');
    sister.tapsKeyboard('Share my number');
    await sister.hears('Welcome back');
    await fillsCart(ravi, link);

    const silent = telegram.fault({ method: 'sendMessage', chatId: asha.id, kind: 'hang' });
    const first = await pays(ravi);
    await sister.hears(`New order ${first}`);
    expect(timesSaid(asha, 'New order')).toBe(0);
    for (const kind of [
      { kind: 'tooManyRequests', retryAfter: 1 },
      { kind: 'serverError', html: true },
      { kind: 'drop' },
    ] as const) {
      telegram.fault({ method: 'sendMessage', chatId: asha.id, ...kind });
    }
    await comesAgain(ravi, link, 'Mango pickle', '₹149');
    const second = await pays(ravi);
    await sister.hears(`New order ${second}`);
    silent.release();
    await asha.hears(`New order ${first}`, TAKE_OVER_MS);
    await asha.hears(`New order ${second}`, TAKE_OVER_MS);
    expect(timesSaid(asha, 'New order')).toBe(2);

    sister.blocks();
    await comesAgain(ravi, link, 'Mango pickle', '₹149');
    await asha.hears(`New order ${await pays(ravi)}`);
    await shop.stop();
  }, 120_000);

  it('goes on with another process when the one that takes the updates is killed', async () => {
    const env = { ...databases(), ...onTelegram(telegram) };
    const both = await Promise.all([processes.start(env), processes.start(env)]);
    const [asha, ravi] = [telegram.person({ firstName: 'Asha' }), telegram.person({ firstName: 'Ravi' })];
    const link = await opensShop(asha, 'Asha Pickles');
    const owners = await Promise.all(both.map(owns));
    expect(owners.filter(Boolean)).toHaveLength(1);
    await fillsCart(ravi, link);

    const killed = both[owners.indexOf(true)];
    await killed?.kill('SIGKILL');
    ravi.taps('cash');
    const done = await ravi.hears(/^Done\. Order HT-\w{5} is with/, TAKE_OVER_MS);
    const number = /HT-\w{5}/.exec(done.text)?.[0] ?? '';
    const alert = await asha.hears(`New order ${number}`, TAKE_OVER_MS);
    asha.taps('Accept', { on: alert.id });
    await ravi.hears(`accepted order ${number}`);
    expect(timesSaid(ravi, 'Done. Order')).toBe(1);
    // the one alert there is was edited in place
    await asha.waitFor(() => timesSaid(asha, 'You accepted it.') === 1);
    expect(timesSaid(asha, 'New order')).toBe(0);
  }, 120_000);
});
