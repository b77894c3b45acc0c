import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { type Encoding, encode, encodingFor } from './encodings.js';
import { renderPage } from './render.js';

/**
 * Nothing runs but our own file, and nothing else is loaded but our style and photos: a name could say anything. Blurred
 * photos stand in the page itself; a picture cannot run.
 */
export const policyOf = (mediaOrigin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: ${mediaOrigin}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What every page says of itself, whichever it is. */
export function setPageHeaders(res: Response, policy: string): void {
  res.set({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    // a photo's or a chat's server need not know what was searched for
    'Referrer-Policy': 'same-origin',
    Vary: 'Accept-Language, Accept-Encoding, Cookie',
  });
}

/** A page's name made from all that decides what is on it. Weak: the same page comes compressed or not. */
export const etagOf = (...of: readonly unknown[]): string =>
  `W/"${createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 22)}"`;

/**
 * Whether the browser has this very page. Express would say no to whoever sends `Cache-Control: no-cache` as well, as
 * programs do with a condition of their own; what is named is enough.
 */
export const isKnown = (req: Request, etag: string): boolean =>
  (req.get('If-None-Match') ?? '').split(',').some((known) => known.trim() === etag);

/** A page in bytes. Product cards repeat, so that it shrinks to a tenth; phones pay for each byte. */
export const packedPage = (page: VNode, encoding: Encoding): Promise<Buffer> =>
  encode(Buffer.from(renderPage(page)), encoding);

/** Sends a page that is packed as this browser can read it. */
export function sendPacked(res: Response, packed: Buffer, encoding: Encoding, status = 200): void {
  // the deadline may have answered meanwhile
  if (res.headersSent) return;
  if (encoding !== 'identity') res.set('Content-Encoding', encoding);
  res.status(status).type('html').end(packed);
}

/** Draws, packs and sends a page. */
export async function sendPage(req: Request, res: Response, page: VNode, status = 200): Promise<void> {
  const encoding = encodingFor(req);
  sendPacked(res, await packedPage(page, encoding), encoding, status);
}
