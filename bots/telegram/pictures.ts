import { InputFile } from 'grammy';
import { LRUCache } from 'lru-cache';
import { asJpeg } from '../../src/platform/media/as-jpeg.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';

/** Ids of pictures that Telegram has already; at about 100 bytes each. */
const MOST_KNOWN = 5000;

export type Pictures = ReturnType<typeof createPictures>;

/** Pictures on their way out. One that was sent before goes by the id that Telegram gave it, without its bytes. */
export function createPictures(media: Pick<MediaStorage, 'read'>) {
  const known = new LRUCache<string, string>({ max: MOST_KNOWN });
  return {
    /** What to send for a media key; undefined when the picture is not there any more, or is none. */
    async find(key: string): Promise<string | InputFile | undefined> {
      const id = known.get(key);
      if (id !== undefined) return id;
      const bytes = await media.read(key);
      const jpeg = bytes && (await asJpeg(bytes));
      return jpeg && new InputFile(jpeg, 'photo.jpg');
    },

    /** Keeps the id of the largest size that Telegram made of a picture. */
    learn(key: string, sizes: readonly { file_id: string }[] | undefined): void {
      const id = sizes?.at(-1)?.file_id;
      if (id !== undefined) known.set(key, id);
    },

    /** Forgets an id that Telegram takes no more. @returns whether there was one */
    forget: (key: string): boolean => known.delete(key),
  };
}
