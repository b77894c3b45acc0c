import { defineSaid } from '../../bots/web-chat/index.js';
import type { InUse } from '../../jobs/clean-media/clean-media.js';
import { defineProduct } from '../catalog/model.js';
import { PHOTO_SIZES, photoKey } from '../catalog/photos.js';
import { DRAFT_PHOTOS, defineChat } from '../contacts/model.js';
import { defineOrder } from '../orders/model.js';
import type { Db } from '../platform/mongo.js';
import { defineTalk } from '../talks/model.js';

/** The hash in the key of a product photo. */
const PHOTO = /^p\/([0-9a-f]+)-\d+\.webp$/;

/** Whatever keeps a media key: products, the copies in orders and open questions by the photo's hash, chats by the key itself. */
export function mediaInUse(db: Db): InUse[] {
  const [products, orders, said, chats] = [defineProduct(db), defineOrder(db), defineSaid(db), defineChat(db)];
  const talks = defineTalk(db);
  const byPhoto =
    (find: (hashes: string[]) => PromiseLike<unknown[]>): InUse =>
    async (keys) => {
      const hashes = new Set(keys.flatMap((key) => PHOTO.exec(key)?.[1] ?? []));
      const used = (await find([...hashes])).filter(isText);
      return used.flatMap((hash) => PHOTO_SIZES.map((size) => photoKey(hash, size)));
    };
  return [
    byPhoto((hashes) => products.distinct('photo.key', { 'photo.key': { $in: hashes } })),
    byPhoto((hashes) => orders.distinct('lines.photo.key', { 'lines.photo.key': { $in: hashes } })),
    byPhoto((hashes) => orders.distinct('history.photo.key', { 'history.photo.key': { $in: hashes } })),
    byPhoto((hashes) => talks.distinct('lines.photo.key', { 'lines.photo.key': { $in: hashes } })),
    byPhoto((hashes) => chats.distinct(DRAFT_PHOTOS, { [DRAFT_PHOTOS]: { $in: hashes } })),
    async (keys) => (await said.distinct('photo', { photo: { $in: keys } })).filter(isText),
    async (keys) => {
      // a file that was said goes after its week, wherever it is shown
      const files = ['inbox.file.ref', 'outbox.prompt.file.key', 'later.prompt.file.key'];
      const waiting = ['inbox.photos.ref', 'outbox.prompt.photo', 'later.prompt.photo', ...files];
      // only a chat with something to do has any of these
      const busy = { wakeAt: { $gt: new Date(0) } };
      const found = await Promise.all(waiting.map((path) => chats.distinct(path, { ...busy, [path]: { $in: keys } })));
      return found.flat().filter(isText);
    },
  ];
}

const isText = (value: unknown): value is string => typeof value === 'string';
