import { type Model, Schema } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/mongo.js';
import type { ChannelName } from './model.js';

/** Where a messenger's bot is found. `link` has `{payload}` where a deep link's payload goes. */
type Messenger = { _id: ChannelName; link: string; at: Date };

const messengerSchema = new Schema<Messenger>(
  { _id: { type: String, required: true }, link: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false },
);
const defineMessenger = (db: Db): Model<Messenger> => db.model<Messenger>('Messenger', messengerSchema);

/** A messenger that no process has announced for so long is off. */
const LASTS_MS = 3 * 3_600_000;
export const ANNOUNCE_EVERY_MS = LASTS_MS / 3;
/** Pages ask at every visit, the database is asked this often. */
const KNOWN_FOR_MS = 10_000;

export type Messengers = ReturnType<typeof createMessengers>;

/** The messengers that are on, told by the processes that run them to those that make pages. */
export function createMessengers({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineMessenger(db);
  let known: { found: Messenger[]; until: number } = { found: [], until: 0 };

  async function found(): Promise<Messenger[]> {
    const now = clock.now().getTime();
    if (now < known.until) return known.found;
    const on = await model.find({ at: { $gt: new Date(now - LASTS_MS) } }).lean<Messenger[]>();
    known = { found: on, until: now + KNOWN_FOR_MS };
    return on;
  }

  return {
    /** @param link an address with `{payload}` in it */
    async announce(channel: ChannelName, link: string): Promise<void> {
      await model.updateOne({ _id: channel }, { $set: { link, at: clock.now() } }, { upsert: true });
    },

    /** Addresses that open each messenger with this payload, of those that are on. */
    async links(payload: string): Promise<{ channel: ChannelName; url: string }[]> {
      return (await found()).map(({ _id: channel, link }) => ({ channel, url: link.replace('{payload}', payload) }));
    },
  };
}
