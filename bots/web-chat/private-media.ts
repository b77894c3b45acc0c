import { createHash } from 'node:crypto';
import { mediaOfContact, PRIVATE_MEDIA } from '../../src/platform/media/media-storage.js';

const FOLDER = `${PRIVATE_MEDIA}chat/`;

/** Where something a person sent is kept. The same bytes of the same person have the same key, so a retry adds nothing. */
export const privateKey = (contactId: string, bytes: Uint8Array, ending: string): string =>
  `${mediaOfContact(contactId)}${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}.${ending}`;

export const isPrivateKey = (key: string): boolean => key.startsWith(FOLDER);

/** The address at which whoever it was sent by, or to, finds it. */
export const privateUrl = (key: string): string => `/chat/media/${key.slice(FOLDER.length)}`;

/** The key behind such an address, given the contact it has to belong to. */
export const keyOfUrl = (contactId: string, file: string): string => `${mediaOfContact(contactId)}${file}`;
