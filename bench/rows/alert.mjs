import { setTimeout as sleep } from 'node:timers/promises';
import { openShop } from '../support/a-shop.mjs';
import { buyersOf, orderOf } from '../support/buyers.mjs';
import { openLine } from '../support/call.mjs';
import { anId, inDatabase } from '../support/many-products.mjs';
import { median, percentile, SECONDS } from '../support/numbers.mjs';
import { bound, compare, inPairs } from '../support/pairs.mjs';
import { startTelegramApi } from '../support/telegram-api.mjs';

const TOKEN = '123456789:AAbench-token-of-a-bot-that-does-not-exist';
const SELLER = 7000;
const ORDERS = SECONDS * 20;
/** Light load: one order after another, with a breath in between. */
const PAUSE_MS = 20;

/** From the request that orders to the alert at the channel's door. */
export async function alert(world) {
  const telegram = await startTelegramApi();
  const env = { ROLES: 'api,bots,jobs', TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: telegram.apiRoot };
  const server = await world.haat(env);
  const shop = await openShop(server.url, 3, { photos: false });
  await linkSeller(server, shop);
  const buyers = await buyersOf(shop.api, 10);
  const line = openLine(server.url);
  const floor = await world.floor('bullmq.mjs', [], world.part());
  const pairs = await inPairs({
    async ours() {
      const took = [];
      for (let i = 0; i < ORDERS; i++) {
        const { path, ...request } = orderOf(buyers[i % buyers.length], shop.products);
        const begun = performance.now();
        const heard = telegram.hears(SELLER).then(() => took.push(performance.now() - begun));
        const { status, text } = await line.send(path, request);
        if (status !== 201) throw new Error(`an order is answered ${status}: ${text}`);
        await heard;
        await sleep(PAUSE_MS);
      }
      return timesOf(took);
    },
    floor: async () => timesOf(JSON.parse(await floor.ask(ORDERS))),
  });
  line.stop();
  await server.stop();
  await floor.stop();
  telegram.stop();
  const [p50, p99] = ['p50Ms', 'p99Ms'].map((of) => median(pairs.pairs.map(({ ours }) => ours[of])));
  const what = 'order start → alert at the channel';
  return [
    compare(pairs, { name: 'alert', what: `${what}, p50`, unit: 'ms', most: 4, of: ({ p50Ms }) => p50Ms }),
    bound({ name: 'alert', what: 'the same', unit: 'ms', most: 10, ours: p50 }),
    compare(pairs, { name: 'alert', what: `${what}, p99`, unit: 'ms', most: 4, of: ({ p99Ms }) => p99Ms }),
    bound({ name: 'alert', what: 'the same', unit: 'ms', most: 25, ours: p99 }),
  ];
}

const timesOf = (took) => ({ count: took.length, p50Ms: median(took), p99Ms: percentile(took, 0.99) });

/** The seller is on Telegram, in the shape of `src/contacts/model.ts`. */
const linkSeller = ({ at }, { accountId }) =>
  inDatabase(at.MONGODB_URI, (db) =>
    db.collection('contacts').insertOne({
      ...{ _id: anId(), channel: 'telegram', addresses: [String(SELLER)], replyTo: String(SELLER) },
      ...{ accountId, accountProof: 'platform', lastSeenAt: new Date(), createdAt: new Date() },
    }),
  );
