import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request } from 'express';

/** How a body travels, the smallest first. */
export const ENCODINGS = ['br', 'gzip', 'identity'] as const;

export type Encoding = (typeof ENCODINGS)[number];

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** The smallest that the browser can read; browsers name brotli last, and over https only. */
export const encodingFor = (req: Request): Encoding =>
  ENCODINGS.find((one) => one !== 'identity' && req.acceptsEncodings(one) === one) ?? 'identity';

/**
 * @param effort of brotli, 1–11: 5 takes as long as gzip and is a sixth smaller on a page; 11 takes fifty times as long,
 *   for what is packed once
 */
export async function encode(body: Buffer, encoding: Encoding, effort = 5): Promise<Buffer> {
  if (encoding === 'identity') return body;
  if (encoding === 'gzip') return zip(body);
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: effort, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}
