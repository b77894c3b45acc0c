import type { Photo } from '../catalog/photos.js';
import type { Products } from '../catalog/products.js';
import type { Clock } from '../platform/clock.js';
import { newId, readableCode } from '../platform/ids.js';
import { formatMoney } from '../platform/money.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import type { Once } from '../platform/once.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { localeOf } from '../stores/rules.js';
import { type About, defineTalk, type Line, type Side, type Talk } from './model.js';
import { createRelay, type RelayDeps } from './relay.js';
import { isOpen, MOST_LINES } from './rules.js';

export type TalksDeps = RelayDeps & {
  db: Db;
  clock: Clock;
  products: Pick<Products, 'storesOf' | 'forOrder'>;
  orders: {
    ofCustomerById(customerId: string, orderId: string): Promise<{ _id: string; storeId: string; number: string }>;
  };
};

/** Whoever asks: a contact, or a customer by a program. */
export type Asker = { contactId?: string; customerId?: string; name?: string };
/** Who says something: the buyer of the talk, or its seller, on a contact where there is one. */
export type Speaker = ({ side: 'buyer' } & Asker) | { side: 'seller'; accountId: string; contactId?: string };

export type Talks = ReturnType<typeof createTalks>;

/** Open talks that are listed at once. */
const MOST_LISTED = 50;

/**
 * Talks of a buyer and a seller about one thing, passed on by the bot. Every verb may be called again with the same
 * key: the line is kept once, and passed on once to each contact.
 */
export function createTalks(deps: TalksDeps) {
  const { db, clock, products, orders, stores, contacts } = deps;
  const model = defineTalk(db);
  const relay = createRelay(deps);

  async function aboutProduct(productId: string): Promise<{ storeId: string; about: About; photo?: Photo }> {
    const [storeId] = await products.storesOf([productId]);
    const product = storeId && (await products.forOrder(storeId, [productId])).get(productId);
    if (!storeId || !product || product.deleted || product.hidden) throw notFound('product');
    const store = await stores.byId(storeId);
    const label = `${product.name}, ${formatMoney(product.salePrice, store.currency, localeOf(store))}`;
    return {
      storeId,
      about: { kind: 'product', id: productId, label },
      ...(product.photo && { photo: product.photo }),
    };
  }

  async function aboutOrder(orderId: string, customerId: string | undefined) {
    if (customerId === undefined) throw notFound('order');
    const { storeId, number } = await orders.ofCustomerById(customerId, orderId);
    return { storeId, about: { kind: 'order' as const, id: orderId, label: number } };
  }

  const isOf = (talk: Talk, speaker: Speaker): boolean =>
    speaker.side === 'seller'
      ? talk.accountId === speaker.accountId
      : (talk.contactId !== undefined && talk.contactId === speaker.contactId) ||
        (talk.customerId !== undefined && talk.customerId === speaker.customerId);

  const close = (talkId: string, by?: Side) =>
    model
      .findOneAndUpdate(
        { _id: talkId, open: { $exists: true } },
        { $set: { endedAt: clock.now(), ...(by && { endedBy: by }) }, $unset: { open: 1 } },
        { returnDocument: 'after' },
      )
      .lean<Talk>();

  /** The photo of what is asked about goes with the first line. */
  async function pictureFor({ about }: Talk, { n }: Line): Promise<Photo | undefined> {
    if (n > 1 || about.kind !== 'product') return undefined;
    return (await aboutProduct(about.id).catch(() => undefined))?.photo;
  }

  return {
    /**
     * The open talk of this buyer about a product or an own order, begun where there is none.
     * @throws Refusal `no_product`, `no_order` (404)
     */
    async open(asker: Asker, thing: { productId: string } | { orderId: string }): Promise<Talk> {
      const { storeId, about } =
        'productId' in thing ? await aboutProduct(thing.productId) : await aboutOrder(thing.orderId, asker.customerId);
      const { contactId, customerId, name = '' } = asker;
      const open = `${contactId ?? customerId}.${about.id}`;
      for (;;) {
        const known = await model.findOne({ open }).lean<Talk>();
        if (known && isOpen(known, clock.now())) return known;
        // nothing was said for a day: that talk is over
        if (known) await close(known._id);
        const { accountId } = await stores.byId(storeId);
        const at = clock.now();
        const talk: Talk = {
          ...{ _id: newId(), code: readableCode(4), storeId, accountId, name, about, open },
          ...(contactId !== undefined && { contactId }),
          ...(customerId !== undefined && { customerId }),
          ...{ startedAt: at, lastAt: at, lines: [], said: 0 },
        };
        try {
          await model.create([talk]);
          return talk;
        } catch (error) {
          // opened by another message of the same buyer in this moment
          if (!isDuplicateKey(error, 'open')) throw error;
        }
      }
    },

    /** A talk of this speaker. @throws Refusal `no_talk` (404), also when it is somebody else's */
    async read(talkId: string, speaker: Speaker): Promise<Talk> {
      const talk = await model.findById(talkId).lean<Talk>();
      if (!talk || !isOf(talk, speaker)) throw notFound('talk');
      return talk;
    },

    /** Whether the two still talk. */
    isOpen: (talk: Talk): boolean => isOpen(talk, clock.now()),

    /**
     * Says something, and passes it on. `reached`: whether anybody of the other side can be told now.
     * @throws Refusal `no_talk` (404), `talk_over` (409) when it was ended, or nobody said anything for a day
     */
    async say(
      talkId: string,
      speaker: Speaker,
      { text = '', photo }: { text?: string; photo?: Photo | undefined },
      once?: Once,
    ): Promise<{ talk: Talk; line: Line; reached: boolean }> {
      for (;;) {
        const talk = await this.read(talkId, speaker);
        const done = once && talk.lines.find((line) => line.once === once.key);
        if (!done && !isOpen(talk, clock.now())) {
          if (talk.open) await close(talkId);
          throw new Refusal('talk_over', 409);
        }
        const at = clock.now();
        const line: Line = done ?? {
          ...{ n: talk.said + 1, from: speaker.side, at, text },
          ...(photo && { photo }),
          ...(once && { once: once.key }),
        };
        if (!done) {
          const { modifiedCount } = await model.updateOne(
            { _id: talkId, said: talk.said, open: { $exists: true } },
            { $set: { lastAt: at, said: line.n }, $push: { lines: { $each: [line], $slice: -MOST_LINES } } },
          );
          // the other side said something at the same moment
          if (modifiedCount === 0) continue;
        }
        const reached = await relay.line(talk, line, speaker.contactId, await pictureFor(talk, line));
        return { talk, line, reached: reached > 0 };
      }
    },

    /** Ends a talk; the other side is told. Ended again it stays as it is. @throws Refusal `no_talk` (404) */
    async end(talkId: string, speaker: Speaker): Promise<Talk> {
      const talk = await this.read(talkId, speaker);
      const ended = (await close(talkId, speaker.side)) ?? (await this.read(talkId, speaker));
      // also where the first try died before it told
      if (ended.endedBy === speaker.side) await relay.ended(talk, speaker.side);
      return ended;
    },

    /** Talks of an account that are open, the one that was spoken in last first; at most 50. */
    openOf(accountId: string): Promise<Talk[]> {
      const since = new Date(clock.now().getTime() - 24 * 3_600_000);
      return model
        .find({ accountId, lastAt: { $gt: since }, open: { $exists: true } })
        .sort({ lastAt: -1 })
        .limit(MOST_LISTED)
        .lean<Talk[]>()
        .exec();
    },

    /** Open talks that a contact is a side of. */
    async openOfContact({
      contactId,
      accountId,
    }: {
      contactId: string;
      accountId?: string | undefined;
    }): Promise<Talk[]> {
      const own = await model
        .find({ contactId, open: { $exists: true } })
        .limit(MOST_LISTED)
        .lean<Talk[]>();
      const asBuyer = own.filter((talk) => isOpen(talk, clock.now()));
      return accountId === undefined ? asBuyer : [...(await this.openOf(accountId)), ...asBuyer];
    },

    /** Talks of a store, the newest first, open or not. */
    async ofStore(storeId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
      const found = await model
        .find({ storeId, ...(cursor && { _id: { $lt: cursor } }) })
        .sort({ _id: -1 })
        .limit(limit + 1)
        .lean<Talk[]>();
      const items = found.slice(0, limit);
      return { items, nextCursor: found.length > limit ? (items.at(-1)?._id ?? null) : null };
    },

    /** Shows a seller who is there again what buyers said since the seller's last word. */
    async catchUp(contactId: string): Promise<void> {
      const contact = await contacts.find(contactId);
      if (!contact?.accountId) return;
      for (const talk of await this.openOf(contact.accountId)) {
        const answered = talk.lines.findLastIndex(({ from }) => from === 'seller');
        for (const line of talk.lines.slice(answered + 1)) await relay.toContact(talk, line, contact);
      }
    },

    /** Takes away what a buyer said, and all that was said to them. */
    async forget({ contactId, customerId }: Asker): Promise<void> {
      const whose = [...(contactId ? [{ contactId }] : []), ...(customerId ? [{ customerId }] : [])];
      if (whose.length > 0) await model.deleteMany({ $or: whose });
    },
  };
}
