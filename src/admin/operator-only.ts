import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Refusal } from '../platform/refusal.js';

const USER = 'admin';

/**
 * Lets through whoever gives the operator's password (HTTP basic, user `admin`), compared in constant time.
 * @param countFailure throws when somebody guesses too often
 */
export function operatorOnly(
  password: string,
  countFailure: (req: Parameters<RequestHandler>[0]) => Promise<void>,
): RequestHandler {
  const wanted = digest(`${USER}:${password}`);
  return async (req, res, next) => {
    const given = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(req.get('authorization') ?? '')?.[1];
    const isRight =
      given !== undefined && timingSafeEqual(digest(Buffer.from(given, 'base64').toString('utf8')), wanted);
    res.set('Cache-Control', 'no-store');
    if (isRight) return next();
    if (given !== undefined) await countFailure(req);
    res.set('WWW-Authenticate', 'Basic realm="Haat", charset="UTF-8"');
    throw new Refusal('operator_only', 401);
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
