import type { Clock } from '../platform/clock.js';
import { localTime } from '../platform/local-time.js';
import type { Db } from '../platform/mongo.js';
import type { Stores } from '../stores/service.js';
import { REMINDERS, reminderIdOf } from './events.js';
import { defineOrder, defineOrderEvent, type Order, type OrderEvent } from './model.js';

/** How long an order stands placed, since it came or since the reminder before, until the seller is reminded. */
const WAITS_MINUTES: Readonly<Record<(typeof REMINDERS)[number], number>> = { 1: 15, 2: 105 };
/** Nobody is woken by a reminder: what falls into the night waits for the morning, in the store's time zone. */
const MORNING_HOUR = 8;
const NIGHT_HOUR = 22;
/** Who answers nothing for a day has seen it. It also keeps a long stop from ending in a flood of old orders. */
const TOO_OLD_MS = 24 * 3_600_000;
const BATCH = 200;

type Standing = Pick<Order, '_id' | 'storeId'>;

export type Reminders = ReturnType<typeof createReminders>;

/** Whether a seller may be reminded at this hour of the day (0–23). */
export const isAwake = (hour: number): boolean => hour >= MORNING_HOUR && hour < NIGHT_HOUR;

/**
 * Reminds sellers of orders that stand placed: after 15 minutes, and once more after two hours. What is due is known by
 * the orders alone, whatever became of any queue; a reminder is an event like others, so it is told in the same way.
 */
export function createReminders({ db, clock, stores }: { db: Db; clock: Clock; stores: Stores }) {
  const orders = defineOrder(db);
  const events = defineOrderEvent(db);

  /** Leaves the reminder to be told, once, and notes it with the order. */
  async function leave(n: number, standing: readonly Standing[]): Promise<void> {
    const at = clock.now();
    const reminders = standing.map(({ _id }): OrderEvent => {
      const event = { orderId: _id, n: 0, status: 'placed', by: 'customer', at, told: false, reminder: n } as const;
      return { _id: reminderIdOf(_id, n), ...event };
    });
    await events.bulkWrite(
      reminders.map(({ _id, ...event }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: event }, upsert: true },
      })),
      { ordered: false },
    );
    const _id = { $in: standing.map((order) => order._id) };
    const before = n > 1 ? n - 1 : null;
    await orders.updateMany({ _id, reminded: before }, { $set: { reminded: n, remindedAt: at } });
  }

  async function remind(n: (typeof REMINDERS)[number]): Promise<number> {
    const now = clock.now();
    const waited = new Date(now.getTime() - WAITS_MINUTES[n] * 60_000);
    const oldest = new Date(now.getTime() - TOO_OLD_MS);
    const due =
      n === 1
        ? { reminded: null, remindedAt: null, createdAt: { $lte: waited, $gt: oldest } }
        : { reminded: n - 1, remindedAt: { $lte: waited }, createdAt: { $gt: oldest } };
    const found = orders.find({ status: 'placed', ...due }, { storeId: 1 }).lean<Standing[]>();
    const cursor = found.cursor({ batchSize: BATCH });
    let reminded = 0;
    for (let batch = await take(cursor); batch.length > 0; batch = await take(cursor)) {
      const ofStore = await stores.byIds([...new Set(batch.map(({ storeId }) => storeId))]);
      const awake = batch.filter(({ storeId }) => {
        const store = ofStore.get(storeId);
        return store && isAwake(localTime(now, store.timeZone).hour);
      });
      if (awake.length > 0) await leave(n, awake);
      reminded += awake.length;
    }
    return reminded;
  }

  return {
    /** Leaves all reminders that are due now to be told. @returns how many */
    async remind(): Promise<number> {
      let reminded = 0;
      for (const n of REMINDERS) reminded += await remind(n);
      return reminded;
    },
  };
}

/** The next of a cursor, as many as fit a batch. */
async function take(cursor: { next(): Promise<Standing | null> }): Promise<Standing[]> {
  const batch: Standing[] = [];
  for (let one = await cursor.next(); one; one = await cursor.next()) {
    batch.push(one);
    if (batch.length === BATCH) break;
  }
  return batch;
}
