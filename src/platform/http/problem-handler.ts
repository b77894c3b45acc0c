import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from '../logger.js';
import { Refusal } from '../refusal.js';
import type { Texts } from '../texts.js';
import { asRefusal, problemOf } from './problem.js';

export type ProblemDeps = { texts: Pick<Texts, 't' | 'languages'>; logger: Logger };

/**
 * Last in a router: turns what was thrown into a problem document in the language of the request. Bugs are logged
 * here, once, with the request id that the answer carries. After an answer was begun (a deadline, a broken stream)
 * there is nothing left to say.
 */
export function problemHandler({ texts, logger }: ProblemDeps): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const requestId = requestIdOf(res);
    if (!asRefusal(error) && !res.writableEnded) logger.error({ err: error, requestId, path: req.path }, 'broken');
    if (res.headersSent) {
      if (!res.writableEnded) res.destroy();
      return;
    }
    const { status, body } = problemOf(error, texts.t(languageOf(req, texts.languages)), requestId);
    if (status === 429 && error instanceof Refusal && typeof error.params.seconds === 'number') {
      res.set('Retry-After', String(error.params.seconds));
    }
    res.status(status).type('application/problem+json').set('Cache-Control', 'no-store').send(JSON.stringify(body));
  };
}

/** The best of our languages for this request; undefined when none of them is asked for. */
export function languageOf(req: Request, languages: readonly string[]): string | undefined {
  // asked for the best of ours, Express answers the first to whoever takes any (`*`): then the program's default is better
  const asked = req.acceptsLanguages().map((tag) => tag.toLowerCase());
  const known = (tag: string) => languages.find((one) => tag === one.toLowerCase() || tag.startsWith(`${one}-`));
  return asked.map(known).find((one) => one !== undefined);
}

/** The tracing id that was set on the answer when the request came in; empty outside the program. */
export const requestIdOf = (res: Response): string => String(res.getHeader('X-Request-Id') ?? '');
