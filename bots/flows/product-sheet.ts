import type { Product } from '../../src/catalog/model.js';
import { photoKey } from '../../src/catalog/photos.js';
import { drawSheet } from '../../src/catalog/sheet.js';
import type { Deps } from './deps.js';

/** One picture of the photos of a page of products, as a media key; undefined where none of them has a photo. */
export async function productSheet(
  products: readonly Product[],
  { kept, media }: Pick<Deps, 'kept' | 'media'>,
): Promise<string | undefined> {
  if (!products.some(({ photo }) => photo)) return undefined;
  const shown = products.map(({ photo, name }) => photo?.key ?? `name ${name}`);
  const cells = () =>
    Promise.all(
      products.map(async ({ photo, name }) => ({ name, photo: photo && (await media.read(photoKey(photo.key, 320))) })),
    );
  return kept('sheet', shown, async () => drawSheet(await cells()), 'webp');
}
