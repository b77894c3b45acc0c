import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/platform/refusal.js';
import type { Store } from '../../src/stores/model.js';
import { buildersOf } from '../orders/builders.js';
import { testClock } from '../support/clock.js';
import { testServices } from '../support/services.js';

const clock = testClock();
const services = testServices({ clock });
const { aStore, aProduct } = buildersOf(services);
const once = (key: string) => ({ key });

/** As the word `undo` does it. */
async function undoLast(store: Store, by: { key: string }) {
  const last = await services.products.lastChange(store._id, by);
  if (!last) throw new Refusal('no_change', 404);
  return services.products.undo(store, last.id, by);
}

describe('taking back what was done last', () => {
  it('goes back change by change, and finds the addition last', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { name: 'Mango' });
    for (const name of ['Aam', 'Kairi']) {
      clock.pass(1);
      await services.products.change(store, _id, { name });
    }
    const undone = [];
    for (const key of ['a', 'b', 'c']) undone.push(await undoLast(store, once(key)));
    expect(undone.map(({ name, deleted }) => [name, deleted])).toEqual([
      ['Aam', false],
      ['Mango', false],
      ['Mango', true],
    ]);
    await expect(undoLast(store, once('d'))).rejects.toMatchObject({
      code: 'no_change',
      status: 404,
    });
  });

  it('asked twice with one key, also at once, takes back one change', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { name: 'Mango' });
    clock.pass(1);
    await services.products.change(store, _id, { salePrice: 100 });
    clock.pass(1);
    await services.products.change(store, _id, { name: 'Aam' });
    await Promise.all([1, 2, 3].map(() => undoLast(store, once('k'))));
    expect(await undoLast(store, once('k'))).toMatchObject({ name: 'Mango', salePrice: 100 });
  });

  it('leaves alone what was done more than ten minutes ago, and what is another store’s', async () => {
    const store = await aStore();
    await aProduct(store, { name: 'Mango' });
    clock.pass(601);
    await aProduct(await aStore(), { name: 'Theirs' });
    await expect(undoLast(store, once('k'))).rejects.toMatchObject({ code: 'no_change' });
  });
});

describe('a product that was deleted', () => {
  it('comes back whole within ten minutes, and not after', async () => {
    const store = await aStore();
    const product = await aProduct(store, { name: 'Mango', stock: 4 });
    const { changeId } = await services.products.remove(store, product._id);
    expect(await services.products.undo(store, changeId)).toEqual(product);
    const again = await services.products.remove(store, product._id);
    clock.pass(601);
    await expect(services.products.undo(store, again.changeId)).rejects.toMatchObject({ code: 'undo_too_late' });
    await expect(services.products.find(store, product._id)).rejects.toMatchObject({ code: 'no_product' });
  });
});

describe('a product that is back', () => {
  it('has as many pieces as when it was said to be sold out, once for one key', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { stock: 4 });
    await services.products.change(store, _id, { stock: 0, hidden: true });
    await Promise.all([1, 2].map(() => services.products.putBack(store, _id, once('k'))));
    expect(await services.products.find(store, _id)).toMatchObject({ stock: 4, hidden: false });
  });

  it('has a number that has to be said where orders took the last one', async () => {
    const store = await aStore();
    const { _id } = await aProduct(store, { name: 'Mango', stock: 0 });
    await expect(services.products.putBack(store, _id)).rejects.toMatchObject({ code: 'stock_unknown', status: 409 });
  });
});
