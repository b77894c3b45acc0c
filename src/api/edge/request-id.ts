import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

/** Gives each request an id for the logs of both sides: the client's own `X-Request-Id` when it is a plain word. */
export function nameRequest(req: Request, res: Response): void {
  const given = req.headers['x-request-id'];
  const usable = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given);
  res.setHeader('X-Request-Id', usable ? given : randomUUID());
}
