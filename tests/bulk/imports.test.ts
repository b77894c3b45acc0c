import { describe, expect, it } from 'vitest';
import type { Import } from '../../src/bulk/model.js';
import { createWrite } from '../../src/catalog/write.js';
import type { Store } from '../../src/stores/model.js';
import { testShop } from '../support/builders.js';
import { plansOf } from '../support/plans.js';
import { deferred } from '../support/telegram/deferred.js';

const { services, aStore, aProduct, anOrder } = testShop();

const csv = (...lines: string[]) => Buffer.from(lines.join('\n'));
const jars = (count: number, price = 100): Buffer =>
  csv('name,salePrice,stock', ...Array.from({ length: count }, (_, n) => `Jar ${n},${price},${n}`));
const preview = (store: Store, bytes: Buffer, key?: string) =>
  services.imports.preview(store, bytes, {}, key === undefined ? undefined : { key });
const now = (one: Import) => services.imports.own(one.accountId, one._id);
async function apply(one: Import): Promise<Import> {
  await services.imports.apply(one.accountId, one._id);
  await services.imports.run(one._id);
  return now(one);
}

/** Name, price, MRP, stock, category and description of all that is for sale, oldest first. */
async function shelf(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name, salePrice, mrp, stock, category, description } of services.products.each(store._id)) {
    lines.push([name, salePrice, mrp, stock ?? '∞', category, description].join(' | '));
  }
  return lines;
}

describe('a preview', () => {
  it('says what is new, changed, as before and wrong, and changes nothing', async () => {
    const store = await aStore();
    await aProduct({ store, name: 'Mango pickle', stock: 5 });
    await aProduct({ store, name: 'Papad', mrp: 5000, salePrice: 4500 });
    const before = await shelf(store);
    const found = await preview(
      store,
      csv(
        'name,mrp,salePrice,stock',
        ' MANGO  pickle ,199,159,5',
        'papad,50,45,',
        'Lemon,,99,',
        'Bad,,,',
        'Dear,10,20,',
      ),
    );
    expect(found).toMatchObject({ state: 'previewed', total: 2, found: { new: 1, changed: 1, unchanged: 1 } });
    expect(found.wrong.map(({ line, code }) => [line, code])).toEqual([
      [5, 'price_missing'],
      [6, 'price_above_mrp'],
    ]);
    expect(found.examples).toEqual([
      { kind: 'changed', name: 'Mango pickle', price: 15900, was: 14900 },
      { kind: 'new', name: 'Lemon', price: 9900 },
    ]);
    expect(await shelf(store)).toEqual(before);
  });

  it('of the same key is the same', async () => {
    const store = await aStore();
    const [one, other] = await Promise.all([preview(store, jars(2), 'k'), preview(store, jars(2), 'k')]);
    expect(other?._id).toBe(one?._id);
    expect((await preview(store, jars(3), 'k'))._id).toBe(one?._id);
  });

  it('does not guess which of two products is meant', async () => {
    const store = await aStore();
    for (const salePrice of [100, 200]) await aProduct({ store, name: 'Twin', salePrice });
    expect((await preview(store, csv('name,salePrice', 'twin,3'))).wrong).toMatchObject([{ code: 'name_of_several' }]);
  });

  it("is nobody else's, and can be called off", async () => {
    const [store, other] = [await aStore(), await aStore()];
    const one = await preview(store, jars(1));
    await expect(services.imports.apply(other.accountId, one._id)).rejects.toThrow('no_import');
    await expect(services.imports.own(other.accountId, one._id)).rejects.toThrow('no_import');
    await services.imports.cancel(store.accountId, one._id);
    await expect(services.imports.apply(store.accountId, one._id)).rejects.toThrow('import_stopped');
    expect(await shelf(store)).toEqual([]);
  });
});

describe('an import', () => {
  it('adds and changes what the lines say, and leaves what they do not', async () => {
    const store = await aStore();
    const mango = await aProduct({ store, name: 'Mango pickle', description: 'Hot', stock: 5, hidden: true });
    await aProduct({ store, name: 'Papad', category: 'Snacks', stock: 3, mrp: 5000, salePrice: 4500 });
    const one = await apply(
      await preview(
        store,
        csv(
          'name,category,salePrice,stock',
          'mango pickle,,149,7',
          'PAPAD,Pickles,40,',
          'Lemon,,99,',
          'Kurta,Clothes,499,1',
        ),
      ),
    );
    expect(one).toMatchObject({ state: 'done', next: 4, applied: { added: 2, changed: 2, unchanged: 0 }, leftOut: [] });
    expect(await shelf(store)).toEqual([
      'Mango pickle | 14900 | 19900 | 7 | Pickles | Hot',
      'Papad | 4000 | 5000 | ∞ | Pickles | ',
      // the category that was used last
      'Lemon | 9900 | 9900 | ∞ | Snacks | ',
      'Kurta | 49900 | 49900 | 1 | Clothes | ',
    ]);
    expect((await services.products.find(store, mango._id)).hidden).toBe(true);
    expect((await services.categories.list(store._id)).map(({ name }) => name)).toEqual([
      'Clothes',
      'Pickles',
      'Snacks',
    ]);
  });

  it('sent twice changes nothing the second time', async () => {
    const store = await aStore();
    await apply(await preview(store, jars(3)));
    const again = await preview(store, jars(3));
    expect(again).toMatchObject({ total: 0, found: { new: 0, changed: 0, unchanged: 3 } });
    expect(await apply(again)).toMatchObject({ state: 'done' });
    expect(await shelf(store)).toHaveLength(3);
  });

  it('shows buyers one new catalog for many lines', async () => {
    const store = await aStore();
    await apply(await preview(store, jars(450)));
    expect((await services.stores.byId(store._id)).catalogVersion).toBe(store.catalogVersion + 3);
  });

  it('leaves out a line that breaks a rule by then, and goes on', async () => {
    const store = await aStore();
    const mango = await aProduct({ store, name: 'Mango pickle' });
    const one = await preview(store, csv('name,salePrice', 'Mango pickle,180', 'Lemon,99'));
    await services.products.change(store, mango._id, { mrp: 15000 });
    const done = await apply(one);
    expect(done.leftOut).toMatchObject([{ line: 2, code: 'price_above_mrp' }]);
    expect(await shelf(store)).toEqual([
      'Mango pickle | 14900 | 15000 | ∞ | Pickles | ',
      'Lemon | 9900 | 9900 | ∞ | Pickles | ',
    ]);
  });

  it('changes what was added under that name meanwhile, in place of adding it twice', async () => {
    const store = await aStore();
    const one = await preview(store, csv('name,salePrice', 'Lemon,99'));
    await aProduct({ store, name: 'lemon', mrp: 9900, salePrice: 9900, category: 'Pickles' });
    await apply(one);
    expect(await shelf(store)).toEqual(['lemon | 9900 | 9900 | ∞ | Pickles | ']);
  });
});

describe('work on an import', () => {
  /** Lets the n-th write of a portion fail, as a process that dies before it is committed. */
  async function dieAt(portion: number, one: Import): Promise<void> {
    const imports = services.db.model('Import');
    const { updateOne } = imports;
    let left = portion;
    Object.assign(imports, {
      updateOne(...args: Parameters<typeof updateOne>) {
        if (JSON.stringify(args[1]).includes('leftOut') && --left === 0) throw new Error('killed');
        return updateOne.apply(imports, args);
      },
    });
    await expect(services.imports.run(one._id)).rejects.toThrow('killed');
    Object.assign(imports, { updateOne });
  }

  it('that was killed half-way goes on where it was, and each line is done once', async () => {
    const store = await aStore();
    const one = await preview(store, jars(500));
    await services.imports.apply(store.accountId, one._id);
    await dieAt(2, one);
    expect(await now(one)).toMatchObject({ state: 'applying', next: 200, applied: { added: 200 } });
    expect(await shelf(store)).toHaveLength(200);
    await services.imports.run(one._id);
    expect(await now(one)).toMatchObject({ state: 'done', next: 500, applied: { added: 500 } });
    expect(new Set(await shelf(store)).size).toBe(500);
    expect(await shelf(store)).toHaveLength(500);
  });

  it('in two processes at once does each line once', async () => {
    const store = await aStore();
    const one = await preview(store, jars(700));
    await services.imports.apply(store.accountId, one._id);
    await Promise.all([services.imports.run(one._id), services.imports.run(one._id), services.imports.run(one._id)]);
    expect(await now(one)).toMatchObject({
      state: 'done',
      next: 700,
      applied: { added: 700, changed: 0, unchanged: 0 },
    });
    expect(await shelf(store)).toHaveLength(700);
  });

  it('that stood still while another process did it does not do it again over what was changed since', async () => {
    const store = await aStore();
    const one = await preview(store, jars(3));
    await services.imports.apply(store.accountId, one._id);
    const parts = services.db.model('ImportPart');
    const { findById } = parts;
    const [begun, gate] = [deferred(), deferred()];
    Object.assign(parts, {
      findById: (id: string) => ({
        async lean() {
          begun.resolve();
          await gate.promise;
          return findById.call(parts, id).lean();
        },
      }),
    });
    const slow = services.imports.run(one._id);
    await begun.promise;
    Object.assign(parts, { findById });
    await services.imports.run(one._id);
    const [jar] = (await services.products.list(store._id, { q: 'Jar 1' })).items;
    await services.products.change(store, jar?._id ?? '', { mrp: 55500, salePrice: 55500 });
    gate.resolve();
    await slow;
    expect((await services.products.find(store, jar?._id ?? '')).salePrice).toBe(55500);
    expect(await now(one)).toMatchObject({ state: 'done', next: 3, applied: { added: 3, changed: 0, unchanged: 0 } });
  });

  it('of two files with the same names at once makes each product once', async () => {
    const store = await aStore();
    const both = await Promise.all([preview(store, jars(250)), preview(store, jars(250, 120))]);
    await Promise.all(both.map(apply));
    expect(await shelf(store)).toHaveLength(250);
  });

  it('neither loses an order nor what another change said', async () => {
    const store = await aStore();
    const mango = await aProduct({ store, name: 'Mango pickle', stock: 100 });
    const one = await preview(
      store,
      csv('name,salePrice', ...Array.from({ length: 300 }, (_, n) => `Jar ${n},1`), 'Mango pickle,159'),
    );
    await Promise.all([
      apply(one),
      services.products.change(store, mango._id, { description: 'Hot' }),
      anOrder([[mango, 2]]).catch(() => undefined),
    ]);
    const kept = await services.products.find(store, mango._id);
    expect(kept).toMatchObject({ salePrice: 15900, description: 'Hot' });
    expect([98, 100]).toContain(kept.stock);
  });

  it('is found again when nobody does it, and not before', async () => {
    const store = await aStore();
    const one = await preview(store, jars(1));
    expect(await services.imports.stale(10)).not.toContain(one._id);
    await services.imports.apply(store.accountId, one._id);
    expect(await services.imports.stale(10)).not.toContain(one._id);
    await services.db.model('Import').updateOne({ _id: one._id }, { $set: { updatedAt: new Date(0) } });
    expect(await services.imports.stale(10)).toContain(one._id);
    await services.imports.run(one._id);
    await services.db.model('Import').updateOne({ _id: one._id }, { $set: { updatedAt: new Date(0) } });
    expect(await services.imports.stale(10)).not.toContain(one._id);
  });

  it('is not thrown away with the day of its preview', async () => {
    const store = await aStore();
    const one = await preview(store, jars(1));
    const expiryOf = async (model: string, id: string) =>
      ((await services.db.model(model).findById(id).lean<{ expireAt: Date }>())?.expireAt.getTime() ?? 0) - Date.now();
    expect(await expiryOf('Import', one._id)).toBeLessThanOrEqual(86_400_000);
    await services.imports.apply(store.accountId, one._id);
    expect(await expiryOf('Import', one._id)).toBeGreaterThan(6 * 86_400_000);
    expect(await expiryOf('ImportPart', `${one._id}.0`)).toBeGreaterThan(6 * 86_400_000);
  });

  it('reads no whole collection', async () => {
    const store = await aStore();
    for (let n = 0; n < 5; n++) await preview(await aStore(), jars(2));
    const plans = await plansOf(services.db, async () => {
      await apply(await preview(store, jars(2), 'plans'));
      await services.imports.stale(10);
    });
    expect(plans.length).toBeGreaterThan(8);
    expect(plans.filter(({ stages }) => stages.includes('COLLSCAN'))).toEqual([]);
  });
});

it('goes through while another process changes the same shop, and so do those changes', async () => {
  const store = await aStore();
  const write = createWrite({ db: services.db, announce: () => undefined });
  const one = await preview(store, jars(600));
  await services.imports.apply(store.accountId, one._id);
  const others = async (): Promise<void> => {
    for (let n = 0; n < 30; n++) await write(store._id, async () => ({ result: n, seen: true }));
  };
  await Promise.all([services.imports.run(one._id), others()]);
  expect(await now(one)).toMatchObject({ state: 'done', applied: { added: 600 } });
  expect((await services.stores.byId(store._id)).catalogVersion).toBe(store.catalogVersion + 3 + 30);
});
