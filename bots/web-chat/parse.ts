import { z } from 'zod';
import type { Incoming } from '../../src/contacts/incoming.js';
import { newSecretId } from '../../src/platform/ids.js';
import { Refusal } from '../../src/platform/refusal.js';
import { clean } from '../../src/platform/text.js';
import { FILE_BYTES, fileTooBig, PHOTO_BYTES, photoTooBig } from './sizes.js';
import { type PhotoType, sniffPhoto } from './sniff.js';
import type { Upload } from './upload.js';

const LONGEST_TEXT = 4000;

const Fields = z.strictObject({
  text: z.string().optional(),
  choice: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'should be the id of a choice')
    .optional(),
  /** As in a deep link: `s_<link>` opens a shop, empty says hello. */
  start: z
    .string()
    .regex(/^[\w-]{0,64}$/, 'should have at most 64 letters, digits, _ and -')
    .optional(),
  contact: z.strictObject({ phone: z.string().min(1).max(40) }).optional(),
  messageId: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, 'should be 1 to 100 printable characters')
    .optional(),
});

/** A message as it came over the wire, checked; its bytes are not kept yet. */
export type Message = Omit<Incoming, 'contactId' | 'at' | 'photos' | 'file'> & {
  photo?: { bytes: Buffer; type: PhotoType };
  file?: { bytes: Buffer; name: string };
};

/**
 * Reads what `POST /chat/messages` was given; `messageId` is made up when there is none.
 * @throws ZodError for unknown or wrong fields, Refusal `text_too_long`, `empty_message` (422), `photo_too_big`,
 *   `file_too_big` (413), `photo_unreadable` (415)
 */
export function parseMessage({ fields, photo, file }: Upload): Message {
  const { text, contact, messageId = newSecretId(), ...rest } = Fields.parse(fields);
  if (text !== undefined && [...text].length > LONGEST_TEXT) {
    throw new Refusal('text_too_long', 422, { longest: LONGEST_TEXT });
  }
  if (photo && photo.length > PHOTO_BYTES) throw photoTooBig();
  if (file && file.bytes.length > FILE_BYTES) throw fileTooBig();
  const type = photo && sniffPhoto(photo);
  if (photo && !type) throw new Refusal('photo_unreadable', 415);
  const hasText = text !== undefined && clean(text, { lines: true }) !== '';
  const says = hasText || photo || file || contact || rest.choice !== undefined || rest.start !== undefined;
  if (!says) throw new Refusal('empty_message', 422);
  return {
    messageId,
    ...(hasText && { text: readable(text) }),
    ...(rest.choice !== undefined && { choice: rest.choice }),
    ...(rest.start !== undefined && { start: rest.start }),
    // whoever types a number has not shown that it is theirs
    ...(contact && { contact: { phone: readable(contact.phone), verified: false } }),
    ...(photo && type && { photo: { bytes: photo, type } }),
    ...(file && { file }),
  };
}

/** The text as it was sent, without what no screen shows and no database keeps (NUL, half characters). */
const readable = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
