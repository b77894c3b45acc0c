import type { ChannelName } from '../../src/contacts/index.js';
import { aSeller, type Chat, chatWith } from './chat.js';
import type { TestServices } from './services.js';
import { aKnownBuyer, aProduct, aShop } from './shop.js';

/** One with buttons, and one of numbers and words alone. */
export const CHANNELS = ['telegram', 'whatsapp-web'] as const satisfies ChannelName[];
type Channel = (typeof CHANNELS)[number];

/** Something people do every day. `most`: acts (messages and taps) it may take where there are buttons, and by numbers. */
export type Task = {
  name: string;
  most: { telegram: number; 'whatsapp-web': number };
  /** Does it, and gives the transcript of who did it from the first act of the task on. */
  play(services: TestServices, channel: Channel): Promise<string>;
};

/** Messages and taps of the person in a transcript. */
export const actsIn = (transcript: string): number => transcript.match(/^you: /gm)?.length ?? 0;

/** The transcript of what is done from now on. */
async function since(chat: Chat, act: () => Promise<unknown>): Promise<string> {
  const before = chat.transcript().length;
  await act();
  return chat.transcript().slice(before);
}

/** Fails where what was to come of a task did not. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

let mobiles = 0;

export const TASKS: readonly Task[] = [
  {
    name: 'START to a shared link with three products',
    most: { telegram: 7, 'whatsapp-web': 7 },
    async play(services, channel) {
      const seller = await chatWith(services, { channel });
      return since(seller, async () => {
        await seller.starts();
        await seller.taps('sell');
        await seller.sharesNumber(`+9194${String(10_000_000 + mobiles++)}`);
        await seller.types('Asha Pickles');
        await seller.types('Malviya Nagar, Jaipur');
        await seller.sendsAlbum([1, 2, 3], 'Mango pickle 149 (199)\nLemon pickle 99\nGarlic 120 x3');
        must((await seller.types('share')).includes('http://haat.test/s/'), 'there is no link to share');
      });
    },
  },
  {
    name: 'a product',
    most: { telegram: 1, 'whatsapp-web': 1 },
    async play(services, channel) {
      const seller = await aSeller(services, { channel });
      return since(seller, async () => {
        const said = await seller.sendsPhoto(1, 'Mango pickle 500g 149 (199) #Pickles x12');
        must(said.includes('₹149'), 'the product is not for sale');
      });
    },
  },
  {
    name: 'an order by a known buyer, from the deep link',
    most: { telegram: 4, 'whatsapp-web': 5 },
    async play(services, channel) {
      const { store, products } = await aShop(services, ['Mango', 'Lemon']);
      const buyer = await aKnownBuyer(services, { channel });
      return since(buyer, async () => {
        await buyer.starts(`s_${store.link}`);
        await buyer.taps(`add:${products[0]?._id}`);
        await buyer.taps('checkout');
        must((await buyer.taps('cod')).startsWith('Done.'), 'nothing was ordered');
      });
    },
  },
  {
    name: 'a price change',
    most: { telegram: 1, 'whatsapp-web': 1 },
    async play(services, channel) {
      const seller = await aSeller(services, { channel });
      const mango = await aProduct(services, seller.store, { name: 'Mango pickle' });
      await aProduct(services, seller.store, { name: 'Lemon pickle' });
      return since(seller, async () => {
        await seller.types('price mango 159');
        must((await services.products.find(seller.store, mango._id)).salePrice === 15900, 'the price is as before');
      });
    },
  },
  {
    name: 'a repeat order',
    most: { telegram: 2, 'whatsapp-web': 2 },
    async play(services, channel) {
      const { store, products } = await aShop(services, ['Mango', 'Lemon']);
      const buyer = await aKnownBuyer(services, { channel });
      await buyer.starts(`s_${store.link}`);
      await buyer.taps(`add:${products[0]?._id}`);
      await buyer.taps('checkout');
      await buyer.taps('cod');
      return since(buyer, async () => {
        await buyer.types('order again');
        must((await buyer.taps('cod')).startsWith('Done.'), 'nothing was ordered');
      });
    },
  },
  {
    name: "a seller's day: one order, one sold out, one price",
    most: { telegram: 4, 'whatsapp-web': 4 },
    async play(services, channel) {
      const seller = await aSeller(services, { channel });
      const { store } = seller;
      const mango = await aProduct(services, store, { name: 'Mango pickle', stock: 9 });
      const lemon = await aProduct(services, store, { name: 'Lemon pickle', stock: 9 });
      const buyer = await aKnownBuyer(services);
      await buyer.starts(`s_${store.link}`);
      await buyer.taps(`add:${mango._id}`);
      await buyer.taps('checkout');
      await buyer.taps('cod');
      const [order] = (await services.orders.ofStore(store._id, { limit: 1 })).items;
      const buttons = channel === 'telegram';
      return since(seller, async () => {
        await (buttons ? seller.presses(`accept:${order?._id}`) : seller.types('ok'));
        await seller.types('sold out lemon');
        await seller.types('price mango 159');
        await (buttons ? seller.presses(`delivered:${order?._id}`) : seller.types(`done ${order?.number.slice(3, 6)}`));
        const [[now], of1, of2] = [
          (await services.orders.ofStore(store._id, { limit: 1 })).items,
          await services.products.find(store, mango._id),
          await services.products.find(store, lemon._id),
        ];
        must(now?.status === 'delivered' && of1.salePrice === 15900 && of2.stock === 0, 'the day is not done');
      });
    },
  },
];
