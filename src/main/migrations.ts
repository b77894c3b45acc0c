import { markOf } from '../contacts/seen.js';
import type { Migration } from '../platform/migrations.js';
import type { Db } from '../platform/mongo.js';

/** What brings stored data forward, oldest first; indexes are made from the models and need no line here. */
export const migrations: readonly Migration[] = [{ id: '2026-11-29-seen-marks', run: markSeen }];

/** The ids that came into each chat were an array, the newest last. */
async function markSeen(db: Db): Promise<void> {
  type Before = { _id: string; seen: string[]; seenMarks?: string };
  const chats = db.getClient().db(db.name).collection<Before>('chats');
  for await (const { _id, seen, seenMarks = '' } of chats.find({ seen: { $exists: true } })) {
    const marks = seenMarks + seen.reverse().map(markOf).join('');
    await chats.updateOne({ _id }, { $set: { seenMarks: marks }, $unset: { seen: 1 } });
  }
}
