import { type Model, Schema } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import type { Db } from '../platform/mongo.js';
import type { T } from '../platform/texts.js';
import type { ChannelName } from './model.js';
import { startText } from './start-text.js';

/** Where a messenger's bot is found: an address with `{payload}` where a deep link's payload goes, or `{text}` for words. */
type Messenger = { _id: ChannelName; link: string; at: Date };

/** A way into a messenger, and what people call it. */
export type Way = { name: string; url: string };

/** Names of messengers are the same in every language. */
const NAMES: Readonly<Record<ChannelName, string>> = {
  telegram: 'Telegram',
  'whatsapp-web': 'WhatsApp',
  'whatsapp-cloud': 'WhatsApp',
  'web-chat': 'Haat',
};

const messengerSchema = new Schema<Messenger>(
  { _id: { type: String, required: true }, link: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false },
);
const defineMessenger = (db: Db): Model<Messenger> => db.model<Messenger>('Messenger', messengerSchema);

/** A messenger that no process has announced for so long is off. */
const LASTS_MS = 3 * 3_600_000;
export const ANNOUNCE_EVERY_MS = LASTS_MS / 3;
/** Pages and chats ask at every turn, the database is asked this often. */
const KNOWN_FOR_MS = 10_000;

export type Messengers = ReturnType<typeof createMessengers>;

/** The messengers that are on, told by the processes that run them to those that lead there. */
export function createMessengers({ db, clock }: { db: Db; clock: Clock }) {
  const model = defineMessenger(db);
  const here = new Map<ChannelName, () => string | undefined>();
  let known: { found: Messenger[]; until: number } = { found: [], until: 0 };

  async function found(): Promise<Messenger[]> {
    const now = clock.now().getTime();
    if (now < known.until) return known.found;
    const on = await model.find({ at: { $gt: new Date(now - LASTS_MS) } }).lean<Messenger[]>();
    known = { found: on, until: now + KNOWN_FOR_MS };
    return on;
  }

  return {
    /** This process runs the messenger; `link` gives an address with `{payload}` or `{text}` in it once it is known. */
    runs(channel: ChannelName, link: () => string | undefined): void {
      here.set(channel, link);
    },

    /** @param link an address with `{payload}` or `{text}` in it */
    async announce(channel: ChannelName, link: string): Promise<void> {
      await model.updateOne({ _id: channel }, { $set: { link, at: clock.now() } }, { upsert: true });
    },

    /**
     * The ways into those that are on; none where that cannot be found out, which keeps nobody from going on here.
     * @param payload of a deep link: at most 64 of `A-Za-z0-9_-`
     */
    async ways(payload: string, t: T): Promise<Way[]> {
      const text = encodeURIComponent(startText(payload, t));
      const links = new Map((await found().catch(() => [])).map(({ _id, link }) => [_id, link]));
      for (const [channel, linkOf] of here) {
        const link = linkOf();
        if (link !== undefined) links.set(channel, link);
      }
      return [...links].sort().map(([channel, link]) => ({
        name: NAMES[channel],
        url: link.replace('{payload}', payload).replace('{text}', text),
      }));
    },
  };
}
