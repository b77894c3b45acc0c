import type { Readable } from 'node:stream';

export type Media = { stream: Readable; bytes: number; contentType: string };

/**
 * Where photos and pictures are kept. Keys are `[a-z0-9/_.-]`, at most 200 characters. Each verb may throw the Refusal
 * `unavailable` (503) where they are kept elsewhere and that place cannot be reached.
 */
export type MediaStorage = {
  /** Keeps `bytes`, durably, before it resolves; a key that is there already gets young again. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  get(key: string): Promise<Media | undefined>;
  read(key: string): Promise<Buffer | undefined>;
  delete(key: string): Promise<void>;
  /**
   * Removes it if it was last put before `olderThan`; one that was put again since it was listed stays.
   * @returns whether it is gone
   */
  deleteOld(key: string, olderThan: Date): Promise<boolean>;
  /** Keys last put before `olderThan`. What a `put` left that was stopped before then goes with the look. */
  list(olderThan: Date): AsyncIterable<string>;
};

/** Keys under it are for whoever put them to hand out; `/media` knows none of them. */
export const PRIVATE_MEDIA = 'private/';

export const isMediaKey = (key: string): boolean =>
  key.length <= 200 && /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/.test(key);

/** Where what was sent to or by one contact is kept; the contact alone may have it. */
export const mediaOfContact = (contactId: string): string => `${PRIVATE_MEDIA}chat/${contactId}/`;
