import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import { problemHandler } from '../../platform/http/problem-handler.js';
import type { Logger } from '../../platform/logger.js';
import { Refusal } from '../../platform/refusal.js';
import type { Texts } from '../../platform/texts.js';
import { type Answered, logRequests } from './log-requests.js';
import { noSuchPage } from './mount.js';
import { nameRequest } from './request-id.js';
import { securityHeaders } from './security-headers.js';

export type AppDeps = {
  texts: Texts;
  logger: Logger;
  publicUrl: string;
  answered?: Answered;
  /** What is served, in this order: API, storefront, chat, health. */
  parts: readonly (Router | express.RequestHandler)[];
};

/**
 * The frame around whatever a process serves over HTTP: request ids, a log line for each answer, the headers that keep
 * a browser safe, and problem documents for what is not there or went wrong.
 */
export function createApp({ texts, logger, publicUrl, answered = () => undefined, parts }: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  // an answer that may be kept names its version itself
  app.disable('etag');
  app.set('query parser', 'simple');
  // a proxy stands in the same house or the same private net; what the open net says of itself is not believed
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  const [log, protect] = [logRequests(logger, answered), securityHeaders(publicUrl)];
  // one layer: each costs as much as what these do
  const frame: express.RequestHandler = (req, res, next) => {
    nameRequest(req, res);
    log(req, res);
    protect(res);
    next();
  };
  app.use(frame, ...parts, noSuchPage);
  app.use(askForToken, problemHandler({ texts, logger }));
  return app;
}

/** HTTP wants it said in a header that a token is asked for. */
const askForToken: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const isAsked = error instanceof Refusal && error.status === 401 && !res.headersSent;
  if (isAsked && !res.hasHeader('WWW-Authenticate')) res.set('WWW-Authenticate', 'Bearer');
  next(error);
};
