import type { Request, Response } from 'express';
import type { Logger } from '../../platform/logger.js';

/** Told of each answer: the template of its path, and how many seconds it took. */
export type Answered = (method: string, route: string, status: number, seconds: number) => void;

/**
 * One line for each answer: id, method, the path as a template, status, milliseconds. Neither bodies nor queries nor
 * headers, since phones and tokens are in them. Reads that went well are told at `debug` only: they are most of all.
 */
export const logRequests =
  (logger: Logger, answered: Answered) =>
  (req: Request, res: Response): void => {
    const began = performance.now();
    res.on('close', () => {
      const status = res.writableFinished ? res.statusCode : 499;
      const ms = performance.now() - began;
      const [requestId, route] = [res.getHeader('X-Request-Id'), routeOf(res)];
      answered(req.method, route, status, ms / 1000);
      const line = { requestId, method: req.method, route, status, ms: Math.round(ms) };
      if (status >= 500) logger.warn(line, 'answered');
      else if (status < 400 && /^(GET|HEAD|OPTIONS)$/.test(req.method)) logger.debug(line, 'answered');
      else logger.info(line, 'answered');
    });
  };

/** The template of the path that was asked for, so that ids and links stay out of logs and metrics. */
export function routeOf(res: Response): string {
  const named: unknown = res.locals.route;
  return typeof named === 'string' ? named : 'other';
}
