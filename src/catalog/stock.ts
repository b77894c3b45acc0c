import { bare, type Db, type Session } from '../platform/mongo.js';
import { Refusal } from '../platform/refusal.js';
import { defineProduct, type KeptProduct, type Product } from './model.js';
import { isVisible } from './rules.js';
import { type Announce, createGrow } from './write.js';

export type Stock = ReturnType<typeof createStock>;

/** The pieces of the limited products; unlimited ones are never written. */
export function createStock({ db, announce = () => undefined }: { db: Db; announce?: Announce }) {
  const model = defineProduct(db);
  const kept = bare<KeptProduct>(db, model);
  const grow = createGrow(db);

  /** The catalog changed for buyers; that is announced when the caller's transaction is over. */
  async function showFlip(storeId: string, session: Session): Promise<void> {
    await grow(storeId, session);
    // an aborted transaction announces what did not change, which costs a look and nothing else
    session.once('ended', () => announce(storeId));
  }

  return {
    /**
     * Takes the pieces of all lines, in the caller's transaction, never below zero; unlimited products are not written.
     * @param products of the store, as the same transaction has read them; theirs is what is left afterwards
     * @throws Refusal `sold_out` (409, `name`) or `no_product` (404) when a line cannot be had; the caller's
     *   transaction has to end with it, so that nothing is taken
     */
    async take(
      session: Session,
      storeId: string,
      lines: readonly { productId: string; qty: number }[],
      products: ReadonlyMap<string, Product>,
    ): Promise<void> {
      const changes = [];
      let flips = false;
      for (const [_id, qty] of sumById(lines.map(({ productId, qty }) => [productId, qty]))) {
        const product = products.get(_id);
        if (product?.storeId !== storeId || !isVisible(product)) throw new Refusal('no_product', 404);
        const { name, stock } = product;
        if (stock === null) continue;
        if (stock < qty) throw new Refusal('sold_out', 409, { name });
        flips ||= stock === qty;
        // whoever changed it after it was read makes this transaction start again
        const filter = { _id, stock: { $gte: qty } };
        changes.push({ updateOne: { filter, update: { $inc: { stock: -qty } } } });
      }
      if (changes.length > 0) await kept().bulkWrite(changes, { session });
      if (flips) await showFlip(storeId, session);
    },

    /** Gives back what an order took; nothing of a product that became unlimited. In the caller's transaction. */
    async giveBack(
      session: Session,
      storeId: string,
      lines: readonly { productId: string; taken: number }[],
    ): Promise<void> {
      let flips = false;
      for (const [id, taken] of sumById(lines.map(({ productId, taken }) => [productId, taken]))) {
        if (taken === 0) continue;
        const before = await model
          .findOneAndUpdate(
            { _id: id, storeId, stock: { $ne: null } },
            { $inc: { stock: taken } },
            { session, returnDocument: 'before', projection: { stock: 1, hidden: 1, deleted: 1 } },
          )
          .lean<Pick<Product, 'stock' | 'hidden' | 'deleted'>>();
        flips ||= before?.stock === 0 && isVisible(before);
      }
      if (flips) await showFlip(storeId, session);
    },

    /** Says of products that nothing is left of them, whatever was counted. In the caller's transaction. */
    async sellOut(session: Session, storeId: string, productIds: readonly string[]): Promise<void> {
      let flips = false;
      for (const [id] of sumById(productIds.map((productId) => [productId, 1]))) {
        const before = await model
          .findOneAndUpdate(
            { _id: id, storeId, stock: { $ne: 0 } },
            { $set: { stock: 0 } },
            { session, returnDocument: 'before', projection: { hidden: 1, deleted: 1 } },
          )
          .lean<Pick<Product, 'hidden' | 'deleted'>>();
        flips ||= !!before && isVisible(before);
      }
      if (flips) await showFlip(storeId, session);
    },
  };
}

/** In the order of ids: two orders of the same products cannot wait for each other. */
function sumById(amounts: readonly (readonly [id: string, amount: number])[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const [id, amount] of amounts) sums.set(id, (sums.get(id) ?? 0) + amount);
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1));
}
