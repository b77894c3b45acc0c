import { readPrice } from '../../../src/catalog/typed/price.js';
import { localeOf } from '../../../src/stores/rules.js';
import { goTo, pass, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { money, productDetails } from '../product-details.js';
import { ownStore } from '../seller.js';
import { change } from './product.js';
import type { Open, Turn } from './turn.js';

type OpenStep<More = unknown> = Step<Open & More, Turn, Deps>;

const nameOf = async (here: Open, deps: Deps): Promise<string> =>
  (await deps.products.find(await ownStore(here, deps), here.productId)).name;

const back = ({ storeId, q, cursor, productId, undo }: Open): Turn => ({
  at: 'product',
  ...{ storeId, q, cursor, productId, undo },
});

/** Asks for a price; where a number has two readings, which of them is meant. */
const amount = (of: 'price' | 'mrp', key: string): OpenStep => ({
  ask: async (here, deps) => ({ text: deps.t(key, { product: await nameOf(here, deps) }), ask: 'price' }),
  async accept({ text }, here, deps) {
    if (text === undefined) return pass();
    const store = await ownStore(here, deps);
    const [first, ...others] = readPrice(text, store.currency, localeOf(store));
    if (others.length > 0) return goTo({ ...here, at: 'reading', of, readings: [first, ...others] });
    return change(here, { [of]: first }, deps);
  },
  back,
});

const reading: OpenStep<{ of: 'price' | 'mrp'; readings: number[] }> = {
  async ask(here, deps) {
    const store = await ownStore(here, deps);
    const choices = here.readings.map((one, index) => ({ id: `reading:${index}`, label: money(one, store) }));
    return { text: deps.t('addProduct.askReading'), choices };
  },
  accept({ choice }, here, deps) {
    const chosen = here.readings[Number(/^reading:(\d)$/.exec(choice ?? '')?.[1])];
    return chosen === undefined ? pass() : change(here, { [here.of]: chosen }, deps);
  },
  back: ({ of, readings: _, ...here }) => ({ ...here, at: of }),
};

const rename: OpenStep = {
  ask: async (here, deps) => ({ text: deps.t('products.askName', { product: await nameOf(here, deps) }), ask: 'name' }),
  accept: ({ text }, here, deps) => (text === undefined ? pass() : change(here, { name: text }, deps)),
  back,
};

const detail = (of: keyof typeof productDetails): OpenStep => ({
  ask: async (here, deps) => productDetails[of].ask(await nameOf(here, deps), here.storeId, deps),
  async accept(answer, here, deps) {
    const patch = await productDetails[of].read(answer, await ownStore(here, deps), deps);
    return patch ? change(here, patch, deps) : pass();
  },
  back,
});

/** The questions about one product that is for sale. */
export const asking = {
  price: amount('price', 'addProduct.askPrice'),
  mrp: amount('mrp', 'addProduct.askMrp'),
  reading,
  rename,
  stock: detail('stock'),
  category: detail('category'),
  describe: detail('describe'),
  photo: detail('photo'),
};
