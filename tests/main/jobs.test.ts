import { expect, it, onTestFinished } from 'vitest';
import { createJobQueue } from '../../jobs/queue/queue.js';
import { startJobs } from '../../src/main/jobs.js';
import { createLogger } from '../../src/platform/logger.js';
import { connectRedis, redisReady } from '../../src/platform/redis.js';
import { testRedisUrl } from '../support/db.js';
import { eventually } from '../support/eventually.js';
import { aShopThroughTime } from '../support/shop-through-time.js';

const { services, time, aStore, aProduct, ordered, itIs, aSellersChat } = aShopThroughTime();

/** The role `jobs` in one more process. */
async function aProcess(): Promise<void> {
  const queueing = connectRedis(testRedisUrl(), 'queue');
  const connection = connectRedis(testRedisUrl(), 'worker');
  await Promise.all([redisReady(queueing), redisReady(connection)]);
  const queue = createJobQueue(queueing);
  const logger = createLogger('silent');
  const jobs = startJobs({ services, queue, connection, inUse: [], clock: { now: () => time.now }, logger });
  onTestFinished(async () => {
    await jobs.stop();
    await queue.close();
    for (const redis of [queueing, connection]) redis.disconnect();
  });
}

it('two processes tell the alert, the reminder and the evening by themselves, each once', async () => {
  const store = await aStore();
  const product = await aProduct({ store });
  const seller = await aSellersChat(store);
  const { _id } = await ordered('2026-11-27T14:00:00Z', product);
  // 20:01 in India
  itIs('2026-11-27T14:31:00Z');
  const said = async () => ((await services.chats.find(seller._id))?.outbox ?? []).map(({ id }) => id).sort();
  await Promise.all([aProcess(), aProcess()]);
  const all = [`${_id}.0`, `${_id}.remind.1`, `digest.${store._id}.2026-11-27`].sort();
  await eventually(async () => expect(await said()).toEqual(all));
});
