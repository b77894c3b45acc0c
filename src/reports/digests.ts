import type { Chats } from '../contacts/chats.js';
import type { Contacts } from '../contacts/contacts.js';
import type { Contact } from '../contacts/model.js';
import { defineOrder } from '../orders/model.js';
import type { Clock } from '../platform/clock.js';
import { localTime, startOfDay } from '../platform/local-time.js';
import type { Logger } from '../platform/logger.js';
import { type Db, isMongoDown } from '../platform/mongo.js';
import type { Texts } from '../platform/texts.js';
import type { Evenings } from '../stores/evenings.js';
import type { Store } from '../stores/model.js';
import type { Stores } from '../stores/service.js';
import { type DayOfStore, digestPrompt } from './digest-wording.js';
import { bestOf, type Sum, sumsOf, waitingOf } from './sums.js';

/** Shops have closed their books, and nobody sleeps yet; in the store's time zone. From then on until midnight. */
export const EVENING_HOUR = 20;

export type Digests = ReturnType<typeof createDigests>;

/** Tells sellers in the evening what the day brought. */
export function createDigests(deps: {
  db: Db;
  clock: Clock;
  stores: Stores;
  evenings: Evenings;
  contacts: Contacts;
  chats: Pick<Chats, 'say'>;
  texts: Texts;
  logger: Logger;
}) {
  const { db, clock, stores, evenings, contacts, chats, texts, logger } = deps;
  const orders = defineOrder(db);

  /** What the day brought to those of the stores that had orders; one question to the database for all of them. */
  async function daysOf(storeIds: readonly string[], from: Date, to: Date): Promise<ReadonlyMap<string, DayOfStore>> {
    if (storeIds.length === 0) return new Map();
    const sums = await orders.aggregate<Sum & { _id: string }>(sumsOf(storeIds, { from, to }));
    const busy = sums.map(({ _id }) => _id);
    const [best, waiting] = await Promise.all([
      orders.aggregate<{ _id: string; name: string; pieces: number }>(bestOf(busy, { from, to })),
      orders.aggregate<{ _id: string; orders: number }>(waitingOf(busy)),
    ]);
    const bestOfStore = new Map(best.map((one) => [one._id, one]));
    const waitingOfStore = new Map(waiting.map((one) => [one._id, one.orders]));
    return new Map(
      sums.map(({ _id, orders, revenue }) => [
        _id,
        { orders, revenue, best: bestOfStore.get(_id), waiting: waitingOfStore.get(_id) ?? 0 },
      ]),
    );
  }

  /** Says it to everybody who sells there; a second time, by whomever, it is known by its id. */
  async function tell(store: Store, day: string, brought: DayOfStore): Promise<void> {
    const [live, own] = await Promise.all([
      contacts.liveOfAccount(store.accountId),
      stores.ofAccount(store.accountId, { limit: 2 }),
    ]);
    const say = (contact: Contact) => {
      const language = contact.language ?? store.language;
      const reader = { t: texts.t(language), words: texts.words(language), language };
      const prompt = digestPrompt(store, brought, reader, own.items.length > 1);
      return chats.say(contact, { id: `digest.${store._id}.${day}`, prompt });
    };
    for (const contact of live) await say(contact);
  }

  async function settleZone(timeZone: string, day: string, from: Date, to: Date): Promise<void> {
    for await (const batch of evenings.unsettled(timeZone, day)) {
      const wanted = batch.filter(({ digest }) => digest).map(({ _id }) => _id);
      const brought = await daysOf(wanted, from, to);
      const untold = new Set<string>();
      for (const store of batch) {
        const ofStore = brought.get(store._id);
        try {
          if (ofStore) await tell(store, day, ofStore);
        } catch (error) {
          if (isMongoDown(error)) throw error;
          // one store's trouble keeps no other from its evening
          logger.warn({ err: error, store: store._id }, 'a summary of the day could not be told');
          untold.add(store._id);
        }
      }
      await evenings.settle(
        batch.map(({ _id }) => _id).filter((id) => !untold.has(id)),
        day,
      );
    }
  }

  return {
    /**
     * Tells the day to every seller whose evening has come and who was not told yet. A store is settled after it was
     * told: who dies in between leaves it to the next run, which says nothing twice.
     */
    async tellEvening(): Promise<void> {
      const now = clock.now();
      for (const zone of await evenings.zones()) {
        const { day, hour } = localTime(now, zone);
        if (hour < EVENING_HOUR) continue;
        await settleZone(zone, day, startOfDay(now, zone), startOfDay(now, zone, 1));
      }
    },
  };
}
