import express, { type Request, type RequestHandler, type Response } from 'express';
import multer, { MulterError } from 'multer';
import { unhurried } from '../../src/platform/http/deadline.js';
import { Refusal } from '../../src/platform/refusal.js';
import { clean } from '../../src/platform/text.js';
import { FILE_BYTES, fileTooBig, PHOTO_BYTES, photoTooBig } from './sizes.js';

/** What came in one request, not looked at yet. */
export type Upload = { fields: unknown; photo?: Buffer; file?: { bytes: Buffer; name: string } };

/** 4000 characters, each perhaps escaped, and room to say in words that it was more. */
const FIELDS_BYTES = 512 * 1024;
/** A body somewhat over the limits is read to its end, so that the sender hears why it was refused; a huge one is not. */
const PATIENCE_BYTES = 64 * 1024 * 1024;

const json = express.json({ limit: FIELDS_BYTES });
const form = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: Math.max(PHOTO_BYTES, FILE_BYTES), files: 2, fields: 10, fieldSize: FIELDS_BYTES },
  defParamCharset: 'utf8',
}).fields([
  { name: 'photo', maxCount: 1 },
  { name: 'file', maxCount: 1 },
]);

/**
 * Reads the body of a message, JSON or a multipart form, however slow the line is.
 * @throws Refusal `too_large` (413), `body_type` (415), and what the parsers throw
 */
export async function readUpload(req: Request, res: Response): Promise<Upload> {
  const isForm = req.is('multipart/form-data') !== false && req.is('multipart/form-data') !== null;
  if (!isForm && !req.is('application/json')) throw new Refusal('body_type', 415);
  if (Number(req.headers['content-length'] ?? 0) > PATIENCE_BYTES) {
    res.set('Connection', 'close');
    throw new Refusal('too_large', 413);
  }
  await unhurried(res, () => run(isForm ? form : json, req, res)).catch((error: unknown) => {
    // the field says which of the two sentences it is; the bytes were not read to their end
    if (!(error instanceof MulterError) || error.code !== 'LIMIT_FILE_SIZE') throw error;
    throw error.field === 'file' ? fileTooBig() : photoTooBig();
  });
  const files: Record<string, Express.Multer.File[]> = req.files && !Array.isArray(req.files) ? req.files : {};
  const [photo, file] = [files.photo?.[0], files.file?.[0]];
  return {
    fields: isForm ? withContact(req.body) : req.body,
    ...(photo && { photo: photo.buffer }),
    ...(file && { file: { bytes: file.buffer, name: clean(file.originalname).slice(0, 100) } }),
  };
}

const run = (parser: RequestHandler, req: Request, res: Response): Promise<void> =>
  new Promise((done, fail) => {
    void parser(req, res, (error: unknown) => (error ? fail(error) : done()));
  });

/** A form has no objects: there `contact` is JSON in a field. */
function withContact(body: Record<string, unknown>): Record<string, unknown> {
  if (typeof body.contact !== 'string') return { ...body };
  try {
    return { ...body, contact: JSON.parse(body.contact) };
  } catch {
    return { ...body };
  }
}
