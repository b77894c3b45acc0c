import express, { type Request, type Response } from 'express';
import { Refusal } from '../../platform/refusal.js';
import { isForm, readForm } from './read-form.js';
import type { Upload } from './route.js';

/** Nothing but the file is asked for in such a form. */
const isEmpty = (fields: unknown): boolean => Object.keys(fields ?? {}).length === 0;

/**
 * The file that a request consists of: bare bytes of one of the types, or the file of a multipart form.
 * @throws Refusal `wrong_type` (415), `file_too_big` (413), `unreadable` (400), `bad_request` (422)
 */
export async function readFile(req: Request, res: Response, { field, types, mostBytes }: Upload): Promise<Buffer> {
  const tooBig = new Refusal('file_too_big', 413, { megabytes: Math.floor(mostBytes / 1024 / 1024) });
  const bytes = isForm(req) ? await ofForm(req, res, field, tooBig) : await ofBody(req, res, types, mostBytes, tooBig);
  if (bytes.length > mostBytes) throw tooBig;
  return bytes;
}

async function ofForm(req: Request, res: Response, field: string, tooBig: Refusal): Promise<Buffer> {
  const { body, file } = await readForm(req, res, field, tooBig);
  if (!isEmpty(body)) {
    const unknown = Object.keys(body ?? {}).map((path) => ({ path: path.slice(0, 100), message: 'unknown field' }));
    throw new Refusal('bad_request', 422, {}, unknown);
  }
  if (!file) throw new Refusal('bad_request', 422, {}, [{ path: field, message: 'is missing' }]);
  return file;
}

async function ofBody(
  req: Request,
  res: Response,
  types: readonly string[],
  limit: number,
  tooBig: Refusal,
): Promise<Buffer> {
  const [type = ''] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  if (!types.includes(type.trim())) throw new Refusal('wrong_type', 415);
  const read = express.raw({ type: () => true, limit });
  await new Promise<void>((done, fail) =>
    read(req, res, (error?: unknown) => (error ? fail(isTooLarge(error) ? tooBig : error) : done())),
  );
  if (!Buffer.isBuffer(req.body) || req.body.length === 0) throw new Refusal('unreadable', 400);
  return req.body;
}

const isTooLarge = (error: unknown): boolean => error instanceof Error && 'status' in error && error.status === 413;
