import type { Contact } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import { type Db, isDuplicateKey } from '../../src/platform/mongo.js';
import { SendFault } from '../conversation/channel.js';
import { defineFirst, defineLink, type Link } from './model.js';

/** First messages in 24 hours to people who have not written to this number: more of them look like spam. */
const MOST_FIRSTS = 20;
const DAY_MS = 86_400_000;
/** Messages into one chat at once, and how long it then takes until one more may follow. */
const BURST = 15;
const REFILL_MS = 1500;
const MOST_CHATS = 5000;

/**
 * Keeps the number from looking like a spammer's. Whom it has not heard from (a phone that was linked anew, for people who
 * wrote to the one before) is written to at most 20 times a day; and nobody gets more than a person could read.
 */
export function createGovernor({ db, clock }: { db: Db; clock: Clock }) {
  const links = defineLink(db);
  const firsts = defineFirst(db);
  const chats = new Map<string, { left: number; atMs: number }>();

  function countInChat(id: string): void {
    const nowMs = clock.now().getTime();
    const known = chats.get(id) ?? { left: BURST, atMs: nowMs };
    const left = Math.min(BURST, known.left + (nowMs - known.atMs) / REFILL_MS);
    if (left < 1) throw new SendFault('later', 'so many messages at once are not for one chat', REFILL_MS);
    chats.delete(id);
    chats.set(id, { left: left - 1, atMs: nowMs });
    const [oldest] = chats.keys();
    if (chats.size > MOST_CHATS && oldest !== undefined) chats.delete(oldest);
  }

  async function countFirst({ _id, lastSeenAt }: Contact): Promise<void> {
    const link = await links.findById('link').lean<Link>();
    if (!link?.linkedAt || lastSeenAt >= link.linkedAt) return;
    const id = `${link.number}.${_id}`;
    if (await firsts.exists({ _id: id })) return;
    const now = clock.now();
    const since = new Date(now.getTime() - DAY_MS);
    const today = await firsts
      .find({ at: { $gt: since } })
      .sort({ at: 1 })
      .lean<{ at: Date }[]>();
    const [oldest] = today;
    if (oldest && today.length >= MOST_FIRSTS) {
      const afterMs = Math.max(60_000, oldest.at.getTime() + DAY_MS - now.getTime());
      throw new SendFault('later', `${MOST_FIRSTS} people who had not written were written to today`, afterMs);
    }
    await firsts.create({ _id: id, at: now }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  /** @throws SendFault `later` when this message is one too many now */
  return async function allow(contact: Contact): Promise<void> {
    countInChat(contact._id);
    await countFirst(contact);
  };
}
