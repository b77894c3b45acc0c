import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../jobs/queue/job.js';
import { createJobQueue, startWorker } from '../../jobs/queue/queue.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import { connectRedis, type RedisUse, redisReady } from '../../src/platform/redis.js';
import { aWayTo } from '../carts/stall.js';
import { testRedis, testRedisUrl } from '../support/db.js';

testRedis();
const logger = createLogger('silent');
const connect = (url: string, use: RedisUse) => {
  const redis = connectRedis(url, use);
  onTestFinished(() => redis.disconnect());
  return redis;
};

/** A job that tells of the word it was given. */
const aJob = () => {
  let heard: (word: string) => void = () => undefined;
  const first = new Promise<string>((resolve) => {
    heard = resolve;
  });
  const job = defineJob({
    name: 'hear',
    data: z.object({ word: z.string() }),
    run: async ({ word }) => heard(word),
  });
  return { job, first };
};

it('does what was put into the queue', async () => {
  const connection = connect(testRedisUrl(), 'queue');
  await redisReady(connection);
  const queue = createJobQueue(connection);
  const { job, first } = aJob();
  const worker = startWorker(connect(testRedisUrl(), 'worker'), [job], logger);
  await queue.add(job, `${newId()}.0`, { word: 'hello' });
  expect(await first).toBe('hello');
  await worker.close();
  await queue.close();
});

it('lets nobody wait for a Redis that was never there', async () => {
  const queue = createJobQueue(connect('redis://127.0.0.1:1', 'queue'));
  await expect(queue.add({ name: 'hear' }, 'id.0', {})).rejects.toThrow('Redis cannot be reached');
  await expect(queue.repeat({ name: 'hear' }, 1000, {})).rejects.toThrow('Redis cannot be reached');
  await queue.close();
});

it.each(['standStill', 'breakDown'] as const)('ends also when Redis is away (%s)', async (fault) => {
  const way = await aWayTo(testRedisUrl());
  const connection = connect(way.url, 'worker');
  const queueing = connect(testRedisUrl(), 'queue');
  await Promise.all([redisReady(connection), redisReady(queueing)]);
  const { job, first } = aJob();
  const worker = startWorker(connection, [job], logger);
  const queue = createJobQueue(queueing);
  await queue.add(job, `${newId()}.0`, { word: 'hello' });
  await first;
  way[fault]();
  await expect(worker.close()).resolves.toBeUndefined();
  await queue.close();
});
