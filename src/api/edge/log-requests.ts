import type { RequestHandler, Response } from 'express';
import type { Logger } from '../../platform/logger.js';

/**
 * One line for each answer: id, method, the path as a template, status, milliseconds. Neither bodies nor queries nor
 * headers, since phones and tokens are in them. Reads that went well are told at `debug` only: they are most of all.
 */
export const logRequests =
  (logger: Logger): RequestHandler =>
  (req, res, next) => {
    const began = performance.now();
    res.on('close', () => {
      const status = res.writableFinished ? res.statusCode : 499;
      const line = {
        requestId: res.get('X-Request-Id'),
        method: req.method,
        route: routeOf(res),
        status,
        ms: Math.round(performance.now() - began),
      };
      if (status >= 500) logger.warn(line, 'answered');
      else if (status < 400 && /^(GET|HEAD|OPTIONS)$/.test(req.method)) logger.debug(line, 'answered');
      else logger.info(line, 'answered');
    });
    next();
  };

/** The template of the path that was asked for, so that ids and links stay out of logs and metrics. */
export function routeOf(res: Response): string {
  const named: unknown = res.locals.route;
  return typeof named === 'string' ? named : 'other';
}
