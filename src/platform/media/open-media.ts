import type { Logger } from '../logger.js';
import { createDiskMedia } from './disk-media.js';
import type { MediaStorage } from './media-storage.js';
import type { MediaPlace } from './media-url.js';

/**
 * The storage at `place`.
 * @throws Error in words when a store answers that it will not be opened: a wrong key, no such bucket. One that does not
 *   answer may do so later, and stops nothing.
 */
export async function openMedia(place: MediaPlace, logger: Logger): Promise<MediaStorage> {
  if (place.kind === 'disk') return createDiskMedia(place.folder, logger);
  // 22 MB of memory that nobody else has to pay for
  const { openS3Media } = await import('./s3/s3-media.js');
  return openS3Media(place, logger);
}
