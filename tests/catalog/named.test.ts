import { describe, expect, it } from 'vitest';
import { buildersOf } from '../orders/builders.js';
import { testServices } from '../support/services.js';

const services = testServices();
const { aStore, aProduct } = buildersOf(services);

describe('a product that is named in a few words', () => {
  it.each([
    ['mango pickle', ['Mango pickle']],
    ['mango', ['Mango pickle', 'Mango pickle 500g']],
    ['pickle mango', ['Mango pickle', 'Mango pickle 500g']],
    ['MÁNGO 500', ['Mango pickle 500g']],
    ['jam', ['Jam']],
    ['ick', ['Mango pickle', 'Mango pickle 500g']],
    ['achar', ['आम achar']],
    ['आम', ['आम achar']],
    ['.*', []],
    ['', []],
    ['ghee', []],
  ])('%s', async (typed, names) => {
    const store = await aStore();
    for (const name of ['Mango pickle', 'Mango pickle 500g', 'Jam', 'Jamun', 'आम achar']) {
      await aProduct(store, { name, category: 'All' });
    }
    const found = await services.products.named(store._id, typed);
    expect(found.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it('is none that was deleted or of another store, and may be hidden', async () => {
    const store = await aStore();
    const [gone, hidden] = [await aProduct(store, { name: 'Ghee old' }), await aProduct(store, { name: 'Ghee' })];
    await services.products.remove(store, gone._id);
    await services.products.change(store, hidden._id, { hidden: true });
    await aProduct(await aStore(), { name: 'Ghee of others' });
    expect((await services.products.named(store._id, 'ghee')).map(({ _id }) => _id)).toEqual([hidden._id]);
  });
});
