import type { RequestListener } from 'node:http';
import { type Express, type RequestHandler, Router } from 'express';
import type { Redis } from 'ioredis';
import { createApi } from '../api/api.js';
import { createApp } from '../api/edge/app.js';
import { clientAddress } from '../api/edge/client-address.js';
import type { RateLimits } from '../api/edge/rate-limits.js';
import { createHealth } from '../api/health/health.js';
import { createMetrics } from '../api/health/metrics.js';
import type { State } from '../api/health/readiness.js';
import { createMedia } from '../api/media/routes.js';
import type { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { createReadyAnswers } from '../platform/http/ready-answers.js';
import type { Logger } from '../platform/logger.js';
import type { Db } from '../platform/mongo.js';
import type { Texts } from '../platform/texts.js';
import { version } from '../platform/version.js';
import { ROBOTS } from '../storefront/sitemap.js';
import { createStorefront } from '../storefront/storefront.js';
import { startAdmin } from './admin.js';
import type { Services } from './services.js';

/** What this process serves over HTTP: health and metrics always, the rest by its roles. */
export function createHttp(deps: {
  config: Config;
  db: Db;
  redis: Redis;
  limits: RateLimits;
  services: Services;
  clock: Clock;
  texts: Texts;
  logger: Logger;
  publicUrl: string;
  /** Where messengers come in, in a process with the role `bots`. */
  bots:
    | { router: Router; states(): Readonly<Record<string, State>>; details(): Readonly<Record<string, string>> }
    | undefined;
}): { listener: RequestListener; app: Express; quiet(): void } {
  const { config, db, redis, limits, services, texts, logger, publicUrl, bots } = deps;
  const metrics = createMetrics();
  const ready = createReadyAnswers(metrics.answered);
  const root = Router();
  const parts: RequestHandler[] = [];
  let quiet = (): void => undefined;
  if (config.roles.has('api')) {
    const { country, language } = config.defaults;
    parts.push(createApi({ ...services, limits, country, ready }, version));
    const storefront = createStorefront({
      ...services,
      ...{ texts, logger, publicUrl, ready, defaultLanguage: language },
      countChange: (req) => limits.count('change', clientAddress(req)),
      async countProof(req, mobile) {
        await limits.count('proof', clientAddress(req));
        await limits.count('number', mobile);
      },
    });
    root.use('/s', storefront.router);
    quiet = storefront.quiet;
    root.get('/robots.txt', (_req, res) => void res.type('text/plain').send(ROBOTS));
    root.get('/', (_req, res) => res.redirect('/chat'));
  } else if (bots) {
    // what the bot shows is to be seen where the bot is
    root.use(createMedia(services.media));
  }
  const admin = startAdmin(deps);
  if (admin) root.use('/admin', admin);
  if (bots) root.use(bots.router);
  parts.push(root, createHealth({ db, redis, metrics, ...(bots && { channels: bots.states, details: bots.details }) }));
  const { answered } = metrics;
  const app = createApp({ texts, logger, publicUrl, answered, parts });
  return { listener: ready.ahead(app), app, quiet: () => quiet() };
}
