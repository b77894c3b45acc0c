import { createHash } from 'node:crypto';

/** 60 bits of a hash in base64url: among two hundred, those of different ids are never equal. */
const MARK_LENGTH = 10;
const MOST = 200;

/**
 * Ids that came into a chat are remembered by marks of one length, the newest first, in one string. An array of ids would
 * cost the server more with each change of a chat than all the rest of the change, since it takes arrays apart.
 */
export const markOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, MARK_LENGTH);

const MARKS = { $ifNull: ['$seenMarks', ''] };

/** Whether an id is among the last 200, as an expression. */
export const isAmongSeen = (id: string): object => ({ $gte: [{ $indexOfBytes: [MARKS, markOf(id)] }, 0] });

/** The last 200 ids when this one has come, as an expression. */
export const withSeen = (id: string): object => ({
  $substrBytes: [{ $concat: [markOf(id), MARKS] }, 0, MOST * MARK_LENGTH],
});
