import { defineProduct } from '../../catalog/model.js';
import { PHOTO_SIZES, photoKey } from '../../catalog/photos.js';
import type { MediaStorage } from '../../platform/media/media-storage.js';
import { batches, type Look } from './finding.js';

const AT_ONCE = 20;

/** Every photo that a shop shows is kept, in both sizes. */
export const lookAtPhotos = (media: Pick<MediaStorage, 'get'>): Look =>
  async function* (db) {
    const shown = defineProduct(db)
      .find({ deleted: false, 'photo.key': { $exists: true } }, { photo: 1 })
      .lean()
      .cursor();
    for await (const batch of batches(shown, AT_ONCE)) {
      const missing = await Promise.all(
        batch.flatMap(({ _id, photo }) =>
          PHOTO_SIZES.map(async (size) => {
            const key = photoKey(photo?.key ?? '', size);
            const kept = await media.get(key);
            kept?.stream.destroy();
            return kept ? [] : [{ of: `product ${_id}`, says: `its photo ${key} is not kept` }];
          }),
        ),
      );
      yield* missing.flat();
    }
  };
