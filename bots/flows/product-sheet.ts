import { createHash } from 'node:crypto';
import type { Product } from '../../src/catalog/model.js';
import { photoKey } from '../../src/catalog/photos.js';
import { drawSheet } from '../../src/catalog/sheet.js';
import type { Deps } from './deps.js';

/** One picture of the photos of a page of products, as a media key; undefined where none of them has a photo. */
export async function productSheet(
  products: readonly Product[],
  { media }: Pick<Deps, 'media'>,
): Promise<string | undefined> {
  if (!products.some(({ photo }) => photo)) return undefined;
  const drawn = products.map(({ photo, name }) => [photo?.key ?? '', photo ? '' : name]);
  // named after what is drawn, so that it is drawn once; put again, since media that nobody asks for is swept
  const key = `sheet/${createHash('sha256').update(JSON.stringify(drawn)).digest('hex').slice(0, 32)}.webp`;
  const known = await media.read(key);
  const cells = async () =>
    Promise.all(
      products.map(async ({ photo, name }) => ({ name, photo: photo && (await media.read(photoKey(photo.key, 320))) })),
    );
  await media.put(key, known ?? (await drawSheet(await cells())), 'image/webp');
  return key;
}
