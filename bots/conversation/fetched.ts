import { Refusal } from '../../src/platform/refusal.js';

/** Of a photo or file that a person sends; a photo of more is refused in any case. */
export const MOST_FETCHED_BYTES = 15 * 1024 * 1024;

export const tooBig = (): Refusal => new Refusal('photo_too_big', 413, { megabytes: MOST_FETCHED_BYTES / 1024 / 1024 });

/**
 * Reads what is fetched, and stops where it becomes too much.
 * @param mostBytes what a platform adds to a file may come on top
 * @throws Refusal `photo_too_big` (413); whatever ends the body early
 */
export async function readBody(body: AsyncIterable<Uint8Array>, mostBytes = MOST_FETCHED_BYTES): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > mostBytes) throw tooBig();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Whether a file is a photo that was sent as a file, by its media type or its name. */
export const isPicture = (type: string | null | undefined, name: string | null | undefined): boolean =>
  type?.startsWith('image/') === true || /\.(jpe?g|png|webp|hei[cf])$/i.test(name ?? '');
