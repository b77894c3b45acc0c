import type { RequestListener } from 'node:http';
import type { Express } from 'express';
import { IMPORT_PRODUCTS } from '../../jobs/import-products/import-products.js';
import { TELL_ORDER } from '../../jobs/order-alerts/tell-order.js';
import { createJobQueue } from '../../jobs/queue/queue.js';
import { WRITE_EXPORT } from '../../jobs/write-export/write-export.js';
import { createRateLimits, noLimits } from '../api/edge/rate-limits.js';
import { systemClock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { Logger } from '../platform/logger.js';
import { openMedia } from '../platform/media/open-media.js';
import { migrate } from '../platform/migrations.js';
import { connectMongo } from '../platform/mongo.js';
import { connectRedis } from '../platform/redis.js';
import { createTexts } from '../platform/texts.js';
import { startBots } from './bots.js';
import { createHttp } from './http.js';
import { startJobs } from './jobs.js';
import { refuseHalfRestored } from './keeping/restoring.js';
import { mediaInUse } from './media-in-use.js';
import { migrations } from './migrations.js';
import { createServices } from './services.js';
import { createWakes } from './wakes.js';

export type RunningRoles = {
  listener: RequestListener;
  app: Express;
  /** Ends what would keep a connection open for ever. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
};

/** Connects to the databases, brings them forward, and starts what `config.roles` names. */
export async function runRoles(deps: {
  config: Config;
  logger: Logger;
  publicUrl: string;
  mongodbUri: string;
  redisUrl: string;
  /** Names this process as a holder of leases. */
  by: string;
}): Promise<RunningRoles> {
  const { config, logger, publicUrl, redisUrl, by } = deps;
  const clock = systemClock;
  const texts = createTexts(config.defaults.language);
  const media = await openMedia(config.media, logger);
  const db = await connectMongo(deps.mongodbUri);
  await refuseHalfRestored(db.getClient().db(db.name)).catch(async (error: unknown) => {
    await db.close();
    throw error;
  });
  const redis = connectRedis(redisUrl, 'carts');
  const queueing = connectRedis(redisUrl, 'queue');
  const subscriber = connectRedis(redisUrl, 'subscriber');
  const queue = createJobQueue(queueing);
  const wakes = createWakes({ redis, subscriber });
  let jobs: ReturnType<typeof startJobs> | undefined;
  const parts: { quiet?(): Promise<void>; stop(): Promise<unknown> }[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.splice(0).reverse()) await part.stop();
    await queue.close().catch(() => undefined);
    for (const connection of [redis, queueing, subscriber]) connection.disconnect();
    await db.close();
  };
  try {
    const services = await createServices({
      ...{ config, db, redis, subscriber, media, texts, clock, logger, publicUrl, by },
      ...{ wake: wakes.wake, serves: wakes.serves },
      nudge({ _id, orderId }, placed) {
        if (jobs?.tellHere(orderId, placed)) return;
        // the relay finds what could not be queued
        queue.add(TELL_ORDER, _id, { orderId }).catch((error: unknown) => {
          logger.debug({ err: error, orderId }, 'the relay will queue this order');
        });
      },
      work(kind, id) {
        const queued =
          kind === 'import'
            ? queue.add(IMPORT_PRODUCTS, `${id}.import`, { importId: id })
            : queue.add(WRITE_EXPORT, `${id}.export`, { exportId: id });
        queued.catch((error: unknown) => logger.debug({ err: error, id }, 'a sweep will queue this'));
      },
    });
    parts.push(services.photos);
    const limits = config.rateLimits ? createRateLimits(redis) : noLimits;
    const bots = config.roles.has('bots')
      ? await startBots({
          ...{ config, db, redis, subscriber, limits, services, clock, texts, logger, publicUrl, by, wakes },
        })
      : undefined;
    const http = createHttp({
      ...{ config, db, redis, limits, services, clock, texts, logger, publicUrl },
      bots,
    });
    await migrate(db, migrations, by, logger);
    if (bots) parts.push(bots);
    await bots?.start();
    if (config.roles.has('jobs')) {
      const connection = connectRedis(redisUrl, 'worker');
      parts.push({ stop: async () => connection.disconnect() });
      jobs = startJobs({ services, queue, connection, inUse: mediaInUse(db), clock, logger });
      parts.push(jobs);
    }
    const quiet = async (): Promise<void> => {
      http.quiet();
      await bots?.quiet();
    };
    return { listener: http.listener, app: http.app, quiet, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
