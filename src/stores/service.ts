import type { Account } from '../accounts/model.js';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { countryOf } from '../platform/mobile.js';
import { type Db, isDuplicateKey, type Session } from '../platform/mongo.js';
import { checkOnce, keepOnce, type Once } from '../platform/once.js';
import { notFound } from '../platform/refusal.js';
import { changeStore, ownStore, type StoreChanged } from './change.js';
import { type Place, readCursor, writeCursor } from './cursor.js';
import { currencyOf, languageOf, type StoreDefaults, timeZoneOf } from './homeland.js';
import { nextDayOpening } from './hours.js';
import { proposeLink, readLink } from './link.js';
import { defineStore, type KeptStore, type Store, toStore } from './model.js';
import type { NewStore, StoreChange } from './rules.js';
import { type LastChange, lastChangeOf, undoChange } from './undo.js';

export type StoresDeps = {
  db: Db;
  clock: Clock;
  /** Where buyers reach this server, without a slash at the end. */
  publicUrl: string;
  defaults: StoreDefaults;
  /** Tells the processes that buyers see something else of a store now. */
  announce?: (storeId: string) => void;
};

export type Stores = ReturnType<typeof createStores>;

/** The shops and their links. */
export function createStores({ db, clock, publicUrl, defaults, announce = () => undefined }: StoresDeps) {
  const model = defineStore(db);

  const ofOnce = async (by: string, once: Once): Promise<Store | undefined> => {
    const kept = await model.findOne({ 'once.by': by, 'once.key': once.key }).lean<KeptStore>();
    if (kept) checkOnce(kept.once, once);
    return kept ? toStore(kept) : undefined;
  };

  const newcomer = (
    { _id, mobile }: Account,
    { name, address, currency }: NewStore,
  ): Omit<KeptStore, 'link' | 'links'> => {
    const country = countryOf(mobile, defaults.country);
    return {
      _id: newId(),
      accountId: _id,
      name,
      address,
      country,
      currency: currency ?? currencyOf(country, defaults),
      language: languageOf(country, defaults),
      timeZone: timeZoneOf(country),
      open: true,
      deliveryCharge: 0,
      lowStockAt: 3,
      digest: true,
      pickup: false,
      catalogVersion: 1,
      createdAt: clock.now(),
    };
  };

  const change = (accountId: string, storeId: string, wanted: StoreChange, once?: Once): Promise<StoreChanged> =>
    changeStore(model, { accountId, storeId }, wanted, { once, now: clock.now(), announce });

  return {
    /**
     * Opens a store at once, with a link of its own and the country, currency, language and time zone of the
     * seller's number.
     * @throws Refusal `idempotency_key_reused` (422)
     */
    async create(account: Account, input: NewStore, once?: Once): Promise<Store> {
      const first = once && (await ofOnce(account._id, once));
      if (first) return first;
      const store = newcomer(account, input);
      for (let attempt = 0; ; attempt++) {
        const link = proposeLink(input.name, attempt);
        const kept: KeptStore = { ...store, link, links: [link], ...keepOnce(account._id, once) };
        try {
          await model.create([kept]);
          return toStore(kept);
        } catch (error) {
          const other = once && isDuplicateKey(error, 'once.key') && (await ofOnce(account._id, once));
          if (other) return other;
          if (!isDuplicateKey(error, 'links')) throw error;
        }
      }
    },

    /** As `change`, where only the store matters. */
    update: async (accountId: string, storeId: string, wanted: StoreChange, once?: Once): Promise<Store> =>
      (await change(accountId, storeId, wanted, once)).store,

    /**
     * Changes what `wanted` names, at once; what a buyer can see makes the catalog version grow, and is announced. Of
     * two who change a store at once each keeps what the other did not name, and the later one reads what the other made
     * of the same thing.
     * @throws Refusal `no_store` (404), `idempotency_key_reused` (422), `link_taken` (409, with free links),
     *   `too_many_links` (409, `most`)
     */
    change,

    /**
     * Takes orders no more today: from now until the next day's opening, in the store's time zone.
     * @throws Refusal `no_store` (404), `idempotency_key_reused` (422)
     */
    async closeToday(accountId: string, storeId: string, once?: Once): Promise<StoreChanged> {
      const until = nextDayOpening(await ownStore(model, { accountId, storeId }), clock.now());
      return change(accountId, storeId, { closedUntil: until.toISOString() }, once);
    },

    /** Takes orders again after it was closed for today, or by hand; hours stay. @throws Refusal as `closeToday` */
    openAgain: (accountId: string, storeId: string, once?: Once): Promise<StoreChanged> =>
      change(accountId, storeId, { open: true, closedUntil: null }, once),

    /**
     * Puts back what one change replaced. Doing it again changes nothing.
     * @param changeId of `change`
     * @throws Refusal `no_change` (404), `undo_too_late` (409, after 10 minutes), `undo_overtaken` (409, when what it
     *   changed was changed again)
     */
    undo: (accountId: string, changeId: string, once?: Once): Promise<StoreChanged> =>
      undoChange(model, { accountId, changeId, once }, { now: clock.now(), announce }),

    /**
     * A page of an account's stores in the order they were opened.
     * @param limit 1–100
     * @throws Refusal `bad_cursor` (422)
     */
    async ofAccount(
      accountId: string,
      { limit = 50, cursor }: { limit?: number | undefined; cursor?: string | undefined } = {},
    ): Promise<{ items: Store[]; nextCursor: string | null }> {
      const beyond = cursor ? after(readCursor(cursor)) : {};
      const found = await model
        .find({ accountId, ...beyond })
        .sort({ createdAt: 1, _id: 1 })
        .limit(limit + 1)
        .lean<KeptStore[]>();
      const items = found.slice(0, limit).map(toStore);
      const last = items.at(-1);
      const more = found.length > limit && last;
      return { items, nextCursor: more ? writeCursor({ createdAt: last.createdAt, id: last._id }) : null };
    },

    /** A store of this account. @throws Refusal `no_store` (404), also when it is somebody else's */
    async own(accountId: string, storeId: string): Promise<Store> {
      const kept = await model.findOne({ _id: storeId, accountId }).lean<KeptStore>();
      if (!kept) throw notFound('store');
      return toStore(kept);
    },

    /** The store of a link as somebody typed it, present or former. @throws Refusal `no_shop` (404) */
    async byLink(text: string): Promise<Store> {
      const link = readLink(text);
      const kept = link && (await model.findOne({ links: link }).lean<KeptStore>());
      if (!kept) throw notFound('shop');
      return toStore(kept);
    },

    /** @throws Refusal `no_shop` (404) */
    async byId(storeId: string, session?: Session): Promise<Store> {
      const kept = await model.findById(storeId, null, { session: session ?? null }).lean<KeptStore>();
      if (!kept) throw notFound('shop');
      return toStore(kept);
    },

    /** What of a store was changed last and can be taken back, or what this key took back already. */
    async lastChange(storeId: string, once: Once): Promise<LastChange | undefined> {
      const kept = await model.findById(storeId).lean<KeptStore>();
      return kept ? lastChangeOf(kept, clock.now(), once) : undefined;
    },

    /** Notes in an order's transaction that the store has one, so that whoever changes its currency at once comes too late. */
    async markOrdered({ _id, ordered }: Store, session: Session): Promise<void> {
      if (!ordered) await model.updateOne({ _id }, { $set: { ordered: true } }, { session });
    },

    /** The stores of these ids, those that are there. */
    async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Store>> {
      const found = await model.find({ _id: { $in: ids } }).lean<KeptStore[]>();
      return new Map(found.map((kept) => [kept._id, toStore(kept)]));
    },

    /** The ids of all stores of an account. */
    async idsOf(accountId: string): Promise<string[]> {
      const found = await model.find({ accountId }, { _id: 1 }).lean<{ _id: string }[]>();
      return found.map(({ _id }) => _id);
    },

    /** The time by which stores are open. */
    now: (): Date => clock.now(),

    /** Where buyers open it. */
    url: ({ link }: Pick<Store, 'link'>): string => `${publicUrl}/s/${link}`,

    /** The page on which a cart that was filled elsewhere is ordered; whoever has it has the cart. */
    cartUrl: ({ link }: Pick<Store, 'link'>, cartId: string): string => `${publicUrl}/s/${link}/c/${cartId}`,
  };
}

const after = ({ createdAt, id }: Place) => ({
  $or: [{ createdAt, _id: { $gt: id } }, { createdAt: { $gt: createdAt } }],
});
