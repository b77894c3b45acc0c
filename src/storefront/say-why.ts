import type { ErrorRequestHandler } from 'express';
import { asRefusal, problemOf } from '../platform/http/problem.js';
import { requestIdOf } from '../platform/http/problem-handler.js';
import type { Logger } from '../platform/logger.js';
import type { Assets } from './assets.js';
import { type Languages, readerOf } from './reader.js';
import { sendPage, setPageHeaders } from './send-page.js';
import { WordsPage } from './words-page.js';

export type SayWhyDeps = Languages & { logger: Logger; assets: Assets; publicUrl: string; policy: string };

/**
 * Last in the router: what was thrown becomes a page in words. Bugs are logged here, once, with the id that the answer
 * carries in its head.
 */
export function sayWhy({ logger, assets, publicUrl, policy, ...languages }: SayWhyDeps): ErrorRequestHandler {
  return async (error: unknown, req, res, _next) => {
    const requestId = requestIdOf(res);
    if (!asRefusal(error) && !res.writableEnded) logger.error({ err: error, requestId }, 'broken');
    if (res.headersSent) {
      if (!res.writableEnded) res.destroy();
      return;
    }
    const reader = readerOf(req, languages);
    const { status, body } = problemOf(error, reader.t, requestId);
    const again = status >= 500 || status === 429;
    const way = again
      ? { href: req.originalUrl, label: reader.t('storefront.again') }
      : { href: `${publicUrl}/chat`, label: reader.t('storefront.talk') };
    res.removeHeader('ETag');
    setPageHeaders(res, policy);
    res.set('Cache-Control', 'no-store');
    await sendPage(req, res, WordsPage({ sentence: body.detail, way, reader, assets }), status);
  };
}
