import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { readCookie } from '../../src/platform/http/cookies.js';
import { Refusal } from '../../src/platform/refusal.js';

const COOKIE = 'haat_chat';
const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;
const LIVES_DAYS = 180;

/** What a browser is known by. `address` names the contact; the token itself is kept nowhere but in the cookie. */
export type Session = { token: string; address: string };

export type Sessions = ReturnType<typeof createSessions>;

/** @param secure whether the cookie may travel over https only */
export function createSessions({ secure }: { secure: boolean }) {
  return {
    /** The session of this request, or a new one; either way the cookie is good for another 180 days. */
    begin(req: Request, res: Response): Session {
      const session = read(req) ?? sessionOf(randomBytes(TOKEN_BYTES).toString('base64url'));
      res.cookie(COOKIE, session.token, {
        httpOnly: true,
        sameSite: 'lax',
        secure,
        path: '/chat',
        maxAge: LIVES_DAYS * 86_400_000,
      });
      return session;
    },

    /** @throws Refusal `no_session` (401) when the request brings no cookie of ours */
    need(req: Request): Session {
      const session = read(req);
      if (!session) throw new Refusal('no_session', 401);
      return session;
    },
  };
}

function read(req: Request): Session | undefined {
  const token = readCookie(req, COOKIE);
  return token !== undefined && TOKEN.test(token) ? sessionOf(token) : undefined;
}

// a database that is read by somebody else opens nobody's chat
const sessionOf = (token: string): Session => ({ token, address: createHash('sha256').update(token).digest('hex') });
