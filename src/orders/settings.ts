import { defineProduct } from '../catalog/model.js';
import type { Clock } from '../platform/clock.js';
import { currencyDigits, MAX_MONEY, type Money } from '../platform/money.js';
import { type Db, inTransaction, type Session } from '../platform/mongo.js';
import type { Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import {
  changed,
  entryOf,
  ownStore,
  repeated,
  type StoreChanged,
  throwTaken,
  wantedOf,
  write,
} from '../stores/change.js';
import { defineStore, type KeptChange, type KeptStore } from '../stores/model.js';
import type { StoreSettings } from '../stores/rules.js';
import type { Stores } from '../stores/service.js';
import { checkUndo, storeOfChange, undoing, undoneIn } from '../stores/undo.js';
import { defineOrder } from './model.js';

export type SettingsDeps = { db: Db; clock: Clock; stores: Stores; announce(storeId: string): void };

export type Settings = ReturnType<typeof createSettings>;

/** Everything of a store that can be set. The currency is settled here, since an order fixes it and all prices are in it. */
export function createSettings({ db, clock, stores, announce }: SettingsDeps) {
  const model = defineStore(db);
  const orders = defineOrder(db);
  const products = defineProduct(db);

  /** @throws Refusal `currency_fixed` (409) */
  async function checkNoOrders({ _id, ordered }: KeptStore, session: Session): Promise<void> {
    if (ordered || (await orders.exists({ storeId: _id }).session(session))) throw new Refusal('currency_fixed', 409);
  }

  /** Writes every price of the store anew, so that it reads the same in the other currency. */
  async function reprice(store: KeptStore, to: string, session: Session) {
    const factor = factorOf(store.currency, to);
    const known = products.find({ storeId: store._id }, { mrp: 1, salePrice: 1 }, { session });
    const prices = await known.lean<{ mrp: Money; salePrice: Money }[]>();
    const all = [...prices.flatMap(({ mrp, salePrice }) => [mrp, salePrice]), ...amountsOf(store)];
    if (all.some((amount) => amount * factor > MAX_MONEY)) throw new Refusal('price_out_of_range', 422);
    if (factor !== 1) {
      const moved = (field: string) => (factor < 1 ? { $divide: [field, 1 / factor] } : { $multiply: [field, factor] });
      const read = (field: string) => ({ $max: [1, { $floor: { $add: [moved(field), 0.5] } }] });
      await products.updateMany(
        { storeId: store._id },
        [{ $set: { mrp: read('$mrp'), salePrice: read('$salePrice') } }],
        { session, updatePipeline: true },
      );
    }
    return {
      isRounded: all.some((amount) => !Number.isInteger(times(amount, factor))),
      also: amountsIn(store, factor),
    };
  }

  async function changeCurrency(
    whose: { accountId: string; storeId: string },
    { currency, ...rest }: StoreSettings & { currency: string },
    once: Once | undefined,
  ): Promise<StoreChanged> {
    const work = async (session: Session): Promise<StoreChanged> => {
      const kept = await ownStore(model, whose, session);
      const first = repeated(kept, once);
      if (first) return changed(kept, first);
      const entry = entryOf(kept, { ...wantedOf(rest), currency }, once, clock.now());
      if (kept.currency === currency) return changed((await write(model, kept, entry, { session })) ?? kept, entry);
      await checkNoOrders(kept, session);
      const { isRounded, also } = await reprice(kept, currency, session);
      const made: KeptChange = { ...entry, ...(isRounded && { rounded: true }) };
      return changed(await orConflict(write(model, kept, made, { session, also })), made);
    };
    const done = await inTransaction(db, work).catch(async (error: unknown) =>
      throwTaken(model, await ownStore(model, whose), rest, error),
    );
    announce(done.store._id);
    return done;
  }

  async function undoCurrency(accountId: string, changeId: string, once?: Once): Promise<StoreChanged> {
    const done = await inTransaction(db, async (session) => {
      const kept = await ownStore(model, { accountId, storeId: storeOfChange(changeId) }, session);
      const { change, isUndone } = checkUndo(kept, changeId, clock.now());
      const back = undoing(change);
      const currency = back.after?.currency;
      if (isUndone || !currency) return changed(kept, back);
      await checkNoOrders(kept, session);
      const { also } = await reprice(kept, currency, session);
      const changes = undoneIn(kept, changeId, once);
      return changed(await orConflict(write(model, kept, back, { session, also, changes })), back);
    });
    announce(done.store._id);
    return done;
  }

  return {
    /**
     * Changes what `wanted` names, the currency too while there is no order: prices and amounts keep the number that
     * is read (₹149.00 becomes $149.00 and ¥149); what the other currency has no decimals for is rounded, and that is not
     * undone.
     * @throws Refusal `currency_fixed` (409), `price_out_of_range` (422), or as `stores.change`
     */
    change(accountId: string, storeId: string, { currency, ...wanted }: StoreSettings, once?: Once) {
      if (currency === undefined) return stores.change(accountId, storeId, wanted, once);
      return changeCurrency({ accountId, storeId }, { ...wanted, currency }, once);
    },

    /** Puts back what one change replaced. @throws Refusal `currency_fixed` (409), or as `stores.undo` */
    async undo(accountId: string, changeId: string, once?: Once): Promise<StoreChanged> {
      const kept = await model.findOne({ _id: storeOfChange(changeId), accountId }).lean<KeptStore>();
      const change = kept?.changes?.find(({ id }) => id === changeId);
      if (!change) throw notFound('change');
      return change.after?.currency === undefined
        ? stores.undo(accountId, changeId, once)
        : undoCurrency(accountId, changeId, once);
    },
  };
}

/** In a transaction nobody else can have changed what was read: whoever tries makes it start again. */
async function orConflict(written: Promise<KeptStore | null>): Promise<KeptStore> {
  const store = await written;
  if (!store) throw new Error('a store changed under its own transaction');
  return store;
}

/** 100 from yen to rupees, 0.01 from rupees to yen. */
const factorOf = (from: string, to: string): number => 10 ** (currencyDigits(to) - currencyDigits(from));

// divided where it gets smaller: 0.01 times a number is not what it looks like
const times = (amount: Money, factor: number): number => (factor < 1 ? amount / (1 / factor) : amount * factor);

const AMOUNTS = ['deliveryCharge', 'freeAbove', 'minOrder'] as const;

const amountsOf = (store: KeptStore): Money[] => AMOUNTS.flatMap((field) => store[field] ?? []);

const amountsIn = (store: KeptStore, factor: number): { [Field in (typeof AMOUNTS)[number]]?: Money } =>
  Object.fromEntries(
    AMOUNTS.flatMap((field) => {
      const amount = store[field];
      return amount === undefined ? [] : [[field, Math.round(times(amount, factor))]];
    }),
  );
