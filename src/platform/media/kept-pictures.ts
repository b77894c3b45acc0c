import { createHash } from 'node:crypto';
import { createTurns } from '../in-turn.js';
import type { MediaStorage } from './media-storage.js';

const TYPES = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp' } as const;

export type KeptPictures = ReturnType<typeof createKeptPictures>;

/** Pictures that are drawn once and kept under a name that follows from what they show. */
export function createKeptPictures(media: MediaStorage) {
  const inTurn = createTurns();

  /**
   * The media key of a picture, drawn where it is not there yet. One is drawn at a time: a large one takes a core and a
   * hundred megabytes.
   * @param kind the folder
   * @param shows all that the picture depends on
   * @param type what `draw` makes
   */
  return async function kept(
    kind: string,
    shows: readonly string[],
    draw: () => Promise<Buffer>,
    type: keyof typeof TYPES = 'png',
  ): Promise<string> {
    const key = `${kind}/${createHash('sha256').update(shows.join('\n')).digest('hex').slice(0, 32)}.${type}`;
    // put again, since media that nobody asks for is swept
    const keep = (picture: Buffer) => media.put(key, picture, TYPES[type]);
    const known = await media.read(key);
    if (known) await keep(known);
    else await inTurn('drawing', async () => keep((await media.read(key)) ?? (await draw())));
    return key;
  };
}
