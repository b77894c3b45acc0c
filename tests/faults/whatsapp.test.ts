import { describe, expect, it } from 'vitest';
import { quietSignal } from '../../bots/whatsapp-web/quiet-signal.js';
import { sellAndBuy } from '../journeys/one-description.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { type Product, testProcesses } from '../support/processes.js';
import { aJpeg } from '../support/telegram-shop.js';
import { startFakeWhatsApp } from '../support/whatsapp-web/start-fake-whatsapp.js';

const processes = testProcesses();
testRedis();
// people's phones use the same library as we
quietSignal();
const ADMIN_PASSWORD = 'the word of the operator';
const env = { MONGODB_URI: testDbUri(), REDIS_URL: testRedisUrl(), LOG_LEVEL: 'warn', ADMIN_PASSWORD };
const basic = { authorization: `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}` };
/** The lease of a process that was killed has to end first, and the pauses of the messages behind it. */
const TAKE_OVER_MS = 60_000;

const pageOf = async ({ url }: Product): Promise<string> =>
  (await fetch(`${url}/admin/whatsapp`, { headers: basic })).text();
async function owns({ url }: Product): Promise<boolean> {
  const { channels } = (await (await fetch(`${url}/readyz`)).json()) as { channels: Record<string, string> };
  return channels['whatsapp-web'] === 'up';
}

describe('a shop on a linked phone', () => {
  it('goes on with another process when the one that owns the link is killed in the middle of an order', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const both = await Promise.all([1, 2].map(() => processes.start({ ...env, ...whatsapp.env() })));
    const [first] = both;
    if (!first) throw new Error('there are two');
    let page = '';
    // any process shows what the owner of the link wants scanned
    await expect
      .poll(async () => {
        page = await pageOf(first);
        return page;
      })
      .toMatch(/data-qr="/);
    whatsapp.scan(/data-qr="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '');
    await expect.poll(async () => (await Promise.all(both.map(owns))).filter(Boolean)).toHaveLength(1);

    const [asha, ravi] = [whatsapp.person({ name: 'Asha' }), whatsapp.person({ name: 'Ravi', via: 'lid' })];
    await sellAndBuy(asha, ravi, await aJpeg(9));
    const link = asha
      .messages()
      .map(({ text }) => /\/s\/([a-z0-9-]+)/.exec(text)?.[1])
      .find((one) => one !== undefined);
    await ravi.start(`s_${link}`);
    await ravi.hears('Welcome to Asha Pickles');
    await ravi.taps('Mango pickle');
    await ravi.hears('In your cart: 1');
    await ravi.taps('Order');
    await ravi.hears('Total: ₹149');

    const owner = both[(await Promise.all(both.map(owns))).indexOf(true)];
    await owner?.kill('SIGKILL');
    await ravi.taps('cash');
    const done = await ravi.hears(/^Done\. Order HT-\w{5} is with/, TAKE_OVER_MS);
    const number = /HT-\w{5}/.exec(done.text)?.[0] ?? '';
    await asha.hears(`New order ${number}`, TAKE_OVER_MS);
    await asha.types(`ok ${number.slice(3)}`);
    await ravi.hears(`accepted order ${number}`);
    const told = (person: typeof asha, words: string) => person.messages().filter(({ text }) => text.includes(words));
    expect(told(asha, `New order ${number}`)).toHaveLength(1);
    expect(told(ravi, `Done. Order ${number}`)).toHaveLength(1);
    expect(whatsapp.events('linked')).toHaveLength(1);
  }, 180_000);
});
