import { knowsVersion } from '../../platform/http/knows-version.js';
import type { MediaStorage } from '../../platform/media/media-storage.js';
import { notFound } from '../../platform/refusal.js';
import { bare, picture } from '../edge/route.js';

/** A kept picture as an answer; its key names its content, so who has it already is told no more. */
export async function keptPicture(media: MediaStorage, key: string, ifNoneMatch: string | undefined) {
  const etag = `"${key}"`;
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  if (knowsVersion(ifNoneMatch, etag)) return bare(304, headers);
  const bytes = await media.read(key);
  if (!bytes) throw notFound('media');
  return picture(200, bytes, headers);
}
