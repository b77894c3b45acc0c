import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { Refusal } from '../../platform/refusal.js';
import { holdInMemory } from './hold-file.js';
import { checkPlainData } from './plain-data.js';

/** A photo as a phone makes it; what `Photos` takes at most. */
const FILE_BYTES = 15 * 1024 * 1024;
const FIELD_BYTES = 64 * 1024;
/** Of all files that are on their way in, or being answered. */
const HELD_BYTES = 256 * 1024 * 1024;

const upload = multer({
  storage: holdInMemory(HELD_BYTES),
  limits: {
    ...{ files: 1, fields: 30, parts: 31 },
    ...{ fileSize: FILE_BYTES, fieldSize: FIELD_BYTES, fieldNameSize: 100 },
    ...{ fieldNestingDepth: 1, fieldArrayIndexLimit: 10 },
  },
});

export const isForm = (req: Request): boolean => /^multipart\/form-data\s*;/i.test(req.headers['content-type'] ?? '');

/**
 * The fields of a multipart form, all of them text, and its file, kept in memory.
 * @param field the one field that may carry a file
 * @param tooBig what is said of one over 15 MB, where it is no photo
 * @throws Refusal or MulterError, all of them 4xx
 */
export async function readForm(
  req: Request,
  res: Response,
  field: string,
  tooBig: Refusal = photoTooBig(),
): Promise<{ body: unknown; file?: Buffer }> {
  await new Promise<void>((read, fail) =>
    upload.single(field)(req, res, (error?: unknown) => (error ? fail(inWords(error, tooBig)) : read())),
  );
  const fields: unknown = req.body;
  checkPlainData(fields);
  return { body: { ...(fields ?? {}) }, ...(req.file && { file: req.file.buffer }) };
}

const photoTooBig = (): Refusal => new Refusal('photo_too_big', 413, { megabytes: FILE_BYTES / 1024 / 1024 });

function inWords(error: unknown, tooBig: Refusal): Error {
  if (error instanceof Refusal) return error;
  // what is not one of the limits is busboy that lost its way in the bytes, or a client that went away
  if (!(error instanceof MulterError)) return new Refusal('unreadable', 400);
  return error.code === 'LIMIT_FILE_SIZE' ? tooBig : error;
}
