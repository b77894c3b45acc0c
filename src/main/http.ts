import type { RequestListener } from 'node:http';
import { Router } from 'express';
import type { Redis } from 'ioredis';
import { createApi } from '../api/api.js';
import { createApp } from '../api/edge/app.js';
import type { RateLimits } from '../api/edge/rate-limits.js';
import { createHealth } from '../api/health/health.js';
import { createMetrics } from '../api/health/metrics.js';
import type { State } from '../api/health/readiness.js';
import { createMedia } from '../api/media/routes.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import type { Db } from '../platform/mongo.js';
import type { Texts } from '../platform/texts.js';
import { version } from '../platform/version.js';
import { createStorefront } from '../storefront/storefront.js';
import type { Services } from './services.js';

/** What this process serves over HTTP: health and metrics always, the rest by its roles. */
export function createHttp(deps: {
  config: Config;
  db: Db;
  redis: Redis;
  limits: RateLimits;
  services: Services;
  texts: Texts;
  logger: Logger;
  publicUrl: string;
  /** Where messengers come in, in a process with the role `bots`. */
  bots: { router: Router; states(): Readonly<Record<string, State>> } | undefined;
}): RequestListener {
  const { config, db, redis, limits, services, texts, logger, publicUrl, bots } = deps;
  const metrics = createMetrics();
  const root = Router();
  if (bots) root.use(bots.router);
  if (config.roles.has('api')) {
    const { country, language } = config.defaults;
    root.use(createApi({ ...services, limits, country }, version));
    root.use('/s', createStorefront({ ...services, texts, logger, publicUrl, defaultLanguage: language }));
    root.get('/', (_req, res) => res.redirect('/chat'));
  } else if (bots) {
    // what the bot shows is to be seen where the bot is
    root.use(createMedia(services.media));
  }
  const parts = [metrics.observe, createHealth({ db, redis, metrics, ...(bots && { channels: bots.states }) }), root];
  return createApp({ texts, logger, publicUrl, parts });
}
