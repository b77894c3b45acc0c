import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { Refusal } from '../../platform/refusal.js';
import { checkPlainData } from './plain-data.js';

/** Room for an order of 100 lines with long names in `\u` escapes. */
export const JSON_BYTES = 256 * 1024;

const readBytes = express.raw({ type: () => true, limit: JSON_BYTES });

/**
 * The JSON of a request as plain data; undefined when there is no body.
 * @throws Refusal `wrong_type` (415), `too_large` (413), `unreadable` (400), `bad_request` (422)
 */
export async function readJson(req: Request, res: Response): Promise<unknown> {
  const type = req.headers['content-type'] ?? '';
  await new Promise<void>((read, fail) => readBytes(req, res, (error?: unknown) => (error ? fail(error) : read())));
  if (!Buffer.isBuffer(req.body) || req.body.length === 0) return undefined;
  // RFC 8259 knows JSON in UTF-8 alone
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) throw new Refusal('wrong_type', 415);
  const data = parse(req.body);
  checkPlainData(data);
  return data;
}

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new Refusal('unreadable', 400);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Refusal('unreadable', 400);
  }
}
