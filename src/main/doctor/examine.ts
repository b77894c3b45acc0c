import { setTimeout as pause } from 'node:timers/promises';
import type { MediaStorage } from '../../platform/media/media-storage.js';
import type { Db } from '../../platform/mongo.js';
import type { Finding, Look } from './finding.js';
import { lookAtAlerts } from './look-at-alerts.js';
import { lookAtChats } from './look-at-chats.js';
import { lookAtIndexes } from './look-at-indexes.js';
import { lookAtOrders } from './look-at-orders.js';
import { lookAtPhotos } from './look-at-photos.js';
import { lookAtShops } from './look-at-shops.js';

const now = (): Date => new Date();
/** What takes several writes and was half done is whole by then. */
const aMoment = (): Promise<unknown> => pause(3000);

/**
 * All that is broken in a database, also in one that is being written: it is looked at twice, and counts when it was so
 * both times. Nothing is changed.
 */
export async function examine(
  db: Db,
  media: Pick<MediaStorage, 'get'>,
  options: { now?: () => Date; between?: () => Promise<unknown> } = {},
): Promise<Finding[]> {
  const looks: readonly Look[] = [
    lookAtShops,
    lookAtOrders,
    lookAtAlerts,
    lookAtChats,
    lookAtPhotos(media),
    lookAtIndexes,
  ];
  const look = async (): Promise<Finding[]> => {
    const found: Finding[] = [];
    for (const one of looks) for await (const finding of one(db, (options.now ?? now)())) found.push(finding);
    return found;
  };
  const first = await look();
  if (first.length === 0) return [];
  await (options.between ?? aMoment)();
  const second = new Set((await look()).map(lineOf));
  return first.filter((finding) => second.has(lineOf(finding)));
}

/** A finding as the operator reads it. */
export const lineOf = ({ of, says }: Finding): string => `${of}: ${says}`;
