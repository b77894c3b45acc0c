import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

/** Gives each request an id for the logs of both sides: the client's own `X-Request-Id` when it is a plain word. */
export const requestId: RequestHandler = (req, res, next) => {
  const given = req.headers['x-request-id'];
  const usable = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given);
  res.setHeader('X-Request-Id', usable ? given : randomUUID());
  next();
};
