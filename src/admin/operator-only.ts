import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { Refusal } from '../platform/refusal.js';

const USER = 'admin';

export type Guesses = {
  /** @throws Refusal when there were too many from where this one comes */
  count(req: Request): Promise<void>;
  /** It was right. */
  takeBack(req: Request): Promise<void>;
};

/**
 * Lets through whoever gives the operator's password (HTTP basic, user `admin`), compared in constant time.
 * A guess is counted before it is compared: or else, after too many, the right one would still be told from the others.
 */
export function operatorOnly(password: string, guesses: Guesses): RequestHandler {
  const wanted = digest(`${USER}:${password}`);
  return async (req, res, next) => {
    const given = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(req.get('authorization') ?? '')?.[1];
    if (given !== undefined) await guesses.count(req);
    const isRight =
      given !== undefined && timingSafeEqual(digest(Buffer.from(given, 'base64').toString('utf8')), wanted);
    res.set('Cache-Control', 'no-store');
    if (isRight) {
      await guesses.takeBack(req);
      return next();
    }
    res.set('WWW-Authenticate', 'Basic realm="Haat", charset="UTF-8"');
    throw new Refusal('operator_only', 401);
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
