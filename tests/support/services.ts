import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { createServices, type Services } from '../../src/main/services.js';
import type { OrderEvent } from '../../src/orders/model.js';
import { type Clock, systemClock } from '../../src/platform/clock.js';
import { loadConfig } from '../../src/platform/config.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import { createDiskMedia } from '../../src/platform/media/disk-media.js';
import { type Db, makeIndexes } from '../../src/platform/mongo.js';
import { connectRedis } from '../../src/platform/redis.js';
import { createTexts } from '../../src/platform/texts.js';
import { testDb, testRedis, testRedisUrl } from './db.js';

export type TestServices = Services & {
  db: Db;
  redis: Redis;
  /** What was to be queued, in place of the queue. */
  nudged: Pick<OrderEvent, '_id' | 'orderId'>[];
  woken: string[];
};

/**
 * All areas over this test file's own database, Redis and folder, wired as the product wires them. To be called at the
 * top of a file; its fields can be used from the first test on.
 */
export function testServices(options: { env?: Record<string, string>; clock?: Clock } = {}): TestServices {
  const db = testDb();
  testRedis();
  const redis = connectRedis(testRedisUrl(), 'carts');
  const subscriber = connectRedis(testRedisUrl(), 'subscriber');
  const folder = mkdtempSync(join(tmpdir(), 'haat-test-'));
  const filled = { db, redis, nudged: [], woken: [] } as Pick<TestServices, 'db' | 'redis' | 'nudged' | 'woken'>;
  const services = filled as TestServices;
  beforeAll(async () => {
    const clock = options.clock ?? systemClock;
    const made = await createServices({
      config: loadConfig({ DATA_DIR: folder, ...options.env }),
      ...{ db, redis, subscriber, clock },
      media: createDiskMedia(join(folder, 'media')),
      texts: createTexts(),
      logger: createLogger('silent'),
      publicUrl: 'http://haat.test',
      by: newId(),
      nudge: (event) => filled.nudged.push(event),
      wake: ({ _id }) => filled.woken.push(_id),
    });
    await makeIndexes(db);
    Object.assign(services, made);
  });
  afterAll(async () => {
    await services.photos?.stop();
    redis.disconnect();
    subscriber.disconnect();
    rmSync(folder, { recursive: true, force: true });
  });
  return services;
}
