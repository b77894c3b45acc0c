import { Id } from '../platform/ids.js';
import { Refusal } from '../platform/refusal.js';

/** Where a page ended: the creation time and id of its last document. */
export type Place = { createdAt: Date; id: string };

/** Opaque to the client, so that what we sort by may change. */
export const writeCursor = ({ createdAt, id }: Place): string =>
  Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');

/** @throws Refusal `bad_cursor` (422) for what no page gave out */
export function readCursor(cursor: string): Place {
  const [, time, id] = /^(\d{1,15})\.(.{24})$/.exec(Buffer.from(cursor.slice(0, 100), 'base64url').toString()) ?? [];
  if (!time || !Id.safeParse(id).success || !id) throw new Refusal('bad_cursor', 422);
  return { createdAt: new Date(Number(time)), id };
}
