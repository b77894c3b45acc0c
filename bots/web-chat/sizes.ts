import { Refusal } from '../../src/platform/refusal.js';

const MEGABYTE = 1024 * 1024;
const PHOTO_MEGABYTES = 15;
const FILE_MEGABYTES = 5;

/** The most that is taken, in bytes; the page knows them too, so that nobody uploads in vain. */
export const PHOTO_BYTES = PHOTO_MEGABYTES * MEGABYTE;
export const FILE_BYTES = FILE_MEGABYTES * MEGABYTE;

export const photoTooBig = (): Refusal => new Refusal('photo_too_big', 413, { megabytes: PHOTO_MEGABYTES });
export const fileTooBig = (): Refusal => new Refusal('file_too_big', 413, { megabytes: FILE_MEGABYTES });
