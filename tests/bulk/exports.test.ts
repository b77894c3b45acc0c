import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportKind } from '../../src/bulk/model.js';
import type { Store } from '../../src/stores/model.js';
import { testShop } from '../support/builders.js';
import { plansOf } from '../support/plans.js';

const { services, aStore, aProduct, aCustomer, anOrder } = testShop();

async function exported(store: Store, kind: ExportKind): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of services.exports.stream(store, kind)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
const linesOf = (text: string): string[] => text.replace('\ufeff', '').split('\r\n').slice(0, -1);

describe('an export of products', () => {
  it('is what the import reads: amounts as on screen, an empty stock for unlimited', async () => {
    const store = await aStore();
    await aProduct({ store, name: 'Mango pickle, big', salePrice: 14950, stock: 12, description: 'Hot\nand sour' });
    await aProduct({ store, name: '=1+1', category: '@home', hidden: true });
    expect(await exported(store, 'products')).toBe(
      [
        '\ufeffname,category,mrp,salePrice,stock,description,currency',
        '"Mango pickle, big",Pickles,199,149.50,12,"Hot\nand sour",INR',
        "'=1+1,'@home,199,149,,,INR",
        '',
      ].join('\r\n'),
    );
  });

  it('comes back with nothing to change, whatever the products are called', async () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'=+-@\'",;\n\tअé€ 1a'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 30,
    });
    const price = fc.integer({ min: 1, max: 100_000_000_000 });
    const product = fc.record({
      name: nasty,
      category: nasty,
      description: nasty,
      salePrice: price,
      more: fc.integer({ min: 0, max: 100_000 }),
      stock: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(product, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('INR', 'JPY', 'KWD'),
        async (drafts, currency) => {
          const store = await aStore({ currency });
          const made = new Set<string>();
          for (const [n, { more, ...draft }] of drafts.entries()) {
            const mrp = Math.min(draft.salePrice + more, 100_000_000_000);
            // a name of nothing that is seen is none
            const name = `${draft.name}${n}`;
            const category = `${draft.category}c`;
            await services.products.add(store, { ...draft, name, category, mrp });
            made.add(name);
          }
          const bytes = Buffer.from(await exported(store, 'products'));
          const found = await services.imports.preview(store, bytes);
          expect(found.wrong).toEqual([]);
          expect(found).toMatchObject({ total: 0, ignored: [], found: { unchanged: made.size } });
          // and builds the same shop anew
          const other = await aStore({ currency });
          const copy = await services.imports.preview(other, bytes);
          await services.imports.apply(other.accountId, copy._id);
          await services.imports.run(copy._id);
          expect(await exported(other, 'products')).toBe(bytes.toString('utf8'));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('an export of orders and customers', () => {
  it('has what was given to this store, in its own time', async () => {
    const store = await aStore({ timeZone: 'Asia/Kolkata', deliveryCharge: 3000 });
    const mango = await aProduct({ store, name: 'Mango pickle' });
    const buyer = await aCustomer('+919876543210');
    const order = await anOrder([[mango, 2]], { buyer, note: '=HYPERLINK("http://x")' });
    await services.db
      .model('Order')
      .updateOne({ _id: order._id }, { $set: { createdAt: new Date('2026-11-27T20:45:00Z') } });
    await anOrder([[await aProduct(), 1]], { buyer });
    expect(linesOf(await exported(store, 'orders'))).toEqual([
      'number,placedAt,status,name,mobile,address,items,subtotal,delivery,total,currency,payment,paymentState,note',
      `${order.number},2026-11-28 02:15,placed,Ravi,(+91) 98765 43210,"12 MG Road, Pune",2 × Mango pickle (298),298,30,328,INR,cod,due,"'=HYPERLINK(""http://x"")"`,
    ]);
    expect(linesOf(await exported(store, 'customers'))).toEqual([
      'name,mobile,orders,lastOrderAt',
      'Ravi,(+91) 98765 43210,1,2026-11-28 02:15',
    ]);
  });

  it('has no cell that a spreadsheet would run', async () => {
    const store = await aStore();
    const mango = await aProduct({ store, name: '+Mango', description: '-1' });
    for (let n = 0; n < 3; n++) await anOrder([[mango, 1]], { note: '@x' });
    for (const kind of ['products', 'orders', 'customers'] as const) {
      const cells = linesOf(await exported(store, kind)).flatMap((line) => line.split(','));
      expect(cells.filter((cell) => /^"?[=+\-@\t\r]/.test(cell))).toEqual([]);
    }
  });

  it('knows nothing any more of whom was forgotten', async () => {
    const store = await aStore();
    const mango = await aProduct({ store });
    const buyer = await aCustomer();
    const order = await anOrder([[mango, 1]], { buyer });
    await services.orders.setStatus(store.accountId, order._id, { status: 'delivered' }).catch(() => undefined);
    await services.orders
      .setStatus(store.accountId, order._id, { status: 'rejected', reason: 'x' })
      .catch(() => undefined);
    await services.customers.forget(buyer.customer._id);
    const text = (await exported(store, 'orders')) + (await exported(store, 'customers'));
    expect(text).not.toContain('Ravi');
    expect(text).not.toContain(buyer.mobile.slice(-5));
  });

  it('has all of many, and reads no whole collection for it', async () => {
    const store = await aStore();
    const mango = await aProduct({ store });
    for (let n = 0; n < 120; n++) await anOrder([[mango, 1]]);
    const plans = await plansOf(services.db, async () => {
      expect(linesOf(await exported(store, 'orders'))).toHaveLength(121);
      expect(linesOf(await exported(store, 'customers'))).toHaveLength(121);
      expect(linesOf(await exported(store, 'products'))).toHaveLength(2);
    });
    expect(plans.filter(({ stages }) => stages.includes('COLLSCAN') || stages.includes('SORT'))).toEqual([]);
  }, 60_000);
});

describe('a file for a chat', () => {
  const aChat = async () => services.contacts.meet('web-chat', `exports-${Math.random()}`);
  const outboxOf = async (id: string) => ((await services.chats.find(id))?.outbox ?? []).map(({ prompt }) => prompt);
  /** More products than are written while somebody waits. */
  async function aBigStore(): Promise<Store> {
    const store = await aStore();
    const lines = Array.from({ length: 2001 }, (_, n) => `Jar ${n},1`);
    const found = await services.imports.preview(store, Buffer.from(['name,salePrice', ...lines].join('\n')));
    await services.imports.apply(store.accountId, found._id);
    await services.imports.run(found._id);
    return store;
  }

  it('is there at once, in a place of that person alone', async () => {
    const store = await aStore();
    await aProduct({ store });
    const { _id } = await aChat();
    const prompt = await services.exports.forChat(store, 'products', _id, services.texts.t('en'), { key: 'k' });
    expect(prompt?.text).toBe('Here is 1 product of Asha Pickles. I keep the file for a week.');
    expect(prompt?.file?.name).toBe(`products-${store.link}.csv`);
    expect(prompt?.file?.key).toContain(`private/chat/${_id}/`);
    expect((await services.media.read(prompt?.file?.key ?? ''))?.toString()).toBe(await exported(store, 'products'));
  });

  it('of a lot is written as a job, and said once however often that runs', async () => {
    const store = await aBigStore();
    const { _id } = await aChat();
    const ask = () => services.exports.forChat(store, 'products', _id, services.texts.t('en'), { key: 'k' });
    expect(await ask()).toBeNull();
    expect(await ask()).toBeNull();
    const exports = services.db.model('Export');
    const [one, ...others] = await exports.find({ contactId: _id }).lean<{ _id: string }[]>();
    expect(others).toEqual([]);
    await exports.updateOne({ _id: one?._id }, { $set: { updatedAt: new Date(0) } });
    expect(await services.exports.stale(10)).toEqual([one?._id]);
    await Promise.all([services.exports.run(one?._id ?? ''), services.exports.run(one?._id ?? '')]);
    await services.exports.run(one?._id ?? '');
    const [said, ...more] = await outboxOf(_id);
    expect(more).toEqual([]);
    expect(said?.text).toContain('Here are 2,001 products');
    expect(linesOf((await services.media.read(said?.file?.key ?? ''))?.toString() ?? '')).toHaveLength(2002);
    expect(await services.exports.stale(10)).toEqual([]);
  });

  it('to begin with has the products of a shop, or an example where there are none', async () => {
    const [store, empty] = [await aStore(), await aStore()];
    await aProduct({ store });
    const { _id } = await aChat();
    const templateOf = async (of: Store) => {
      const { file } = await services.exports.template(of, _id, services.texts.t('en'), { key: of._id });
      return (await services.media.read(file?.key ?? ''))?.toString() ?? '';
    };
    expect(await templateOf(store)).toBe(await exported(store, 'products'));
    const example = await services.imports.preview(empty, Buffer.from(await templateOf(empty)));
    expect(example).toMatchObject({ found: { new: 1 }, wrong: [], ignored: [] });
  });
});
