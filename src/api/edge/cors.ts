import type { RequestHandler } from 'express';

const METHODS = 'GET, POST, PUT, PATCH, DELETE';
const ASKED = 'Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id, Accept-Language';
const TOLD = 'ETag, Retry-After, X-Request-Id';

/** Pages of anybody may call the API: it knows no cookies, so a foreign page has no more power than its visitor gave it. */
export const allowAnyOrigin: RequestHandler = (req, res, next) => {
  res.setHeader('Access-Control-Allow-Origin', '*').setHeader('Access-Control-Expose-Headers', TOLD);
  if (req.method !== 'OPTIONS' || !req.headers['access-control-request-method']) return next();
  res.set('Access-Control-Allow-Methods', METHODS).set('Access-Control-Allow-Headers', ASKED);
  res.set('Access-Control-Max-Age', '7200').status(204).end();
};
