import type { PhotoSize } from 'grammy/types';
import { badRequest } from '../api-error.js';
import { readPhotoUpload, sniffImage } from '../checks/image.js';
import type { Upload } from '../multipart.js';
import { addPhoto, asPhotoSizes } from '../photos.js';
import type { World } from '../world.js';

/**
 * The photo that a call names: an upload, `attach://` and its field, or the `file_id` of a photo that was sent before.
 * @throws ApiError 400 when there is none, or none that Telegram would show as a photo
 */
export function readPhoto(world: World, given: unknown, files: readonly Upload[]): PhotoSize[] {
  if (typeof given === 'object' && given !== null)
    return upload(
      world,
      files.find((file) => file === given),
    );
  if (typeof given !== 'string' || !given) throw badRequest('there is no photo in the request');
  if (given.startsWith('attach://')) {
    return upload(
      world,
      files.find(({ field }) => field === given.slice('attach://'.length)),
    );
  }
  if (/^https?:/.test(given)) throw badRequest('failed to get HTTP URL content');
  const file = world.files.byId(given);
  if (!file) throw badRequest('wrong file identifier/HTTP URL specified');
  if (file.kind !== 'Photo') throw badRequest(`can't use file of type ${file.kind} as Photo`);
  return asPhotoSizes(file.sizes);
}

function upload({ files }: World, file: Upload | undefined): PhotoSize[] {
  if (!file) throw badRequest('there is no photo in the request');
  const size = readPhotoUpload(file.bytes);
  const extension = sniffImage(file.bytes)?.format === 'jpeg' ? '.jpg' : '.png';
  return asPhotoSizes(addPhoto(files, file.bytes, size, extension));
}
