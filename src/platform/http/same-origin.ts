import type { Request, RequestHandler } from 'express';
import { Refusal } from '../refusal.js';

/**
 * Lets through only what our own pages and programs send: a page of another site must not speak with a visitor's
 * cookie. Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; programs say neither.
 * Answers 403 `other_origin`.
 * @param publicUrl what the program is called from outside, when a proxy changes the Host header
 */
export function sameOriginOnly(publicUrl: string): RequestHandler {
  const ours = new URL(publicUrl).origin;
  return (req, _res, next) => next(isOurs(req, ours) ? undefined : new Refusal('other_origin', 403));
}

function isOurs(req: Request, ours: string): boolean {
  const site = req.get('sec-fetch-site');
  const origin = req.get('origin');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  // a form of a page with the policy no-referrer hides its origin, and only a browser's word then speaks for it
  if (origin === 'null') return site === 'same-origin';
  return origin === undefined || origin === ours || hostOf(origin) === req.headers.host;
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
