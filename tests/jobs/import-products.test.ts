import { expect, it, onTestFinished } from 'vitest';
import { importProducts, sweepImports } from '../../jobs/import-products/import-products.js';
import { createJobQueue, startWorker } from '../../jobs/queue/queue.js';
import { startSweep } from '../../jobs/queue/sweep.js';
import { sweepExports, writeExport } from '../../jobs/write-export/write-export.js';
import { createLogger } from '../../src/platform/logger.js';
import { connectRedis, redisReady } from '../../src/platform/redis.js';
import type { Store } from '../../src/stores/model.js';
import { testShop } from '../support/builders.js';
import { testRedisUrl } from '../support/db.js';

const { services, aStore } = testShop();
const logger = createLogger('silent');

const jars = (count: number): Buffer =>
  Buffer.from(['name,salePrice', ...Array.from({ length: count }, (_, n) => `Jar ${n},1`)].join('\n'));
async function anImport(store: Store): Promise<string> {
  const found = await services.imports.preview(store, jars(300));
  await services.imports.apply(store.accountId, found._id);
  return found._id;
}
const stateOf = async (store: Store, id: string) => (await services.imports.own(store.accountId, id)).state;
/** Nobody has worked on it for a while: whoever began is gone. */
const leave = (model: string, id: string) =>
  services.db.model(model).updateOne({ _id: id }, { $set: { updatedAt: new Date(0) } });

/** The role `jobs` for files: a worker, and the sweeps beside it. */
async function startWork() {
  const [connection, queueing] = [connectRedis(testRedisUrl(), 'worker'), connectRedis(testRedisUrl(), 'queue')];
  await Promise.all([redisReady(connection), redisReady(queueing)]);
  const queue = createJobQueue(queueing);
  const { imports, exports } = services;
  const worker = startWorker(connection, [importProducts(imports), writeExport(exports)], logger);
  const sweeps = [sweepImports({ imports, queue, logger }), sweepExports({ exports, queue, logger })];
  onTestFinished(async () => {
    for (const sweep of sweeps) await sweep.stop();
    await worker.close();
    await queue.close();
    connection.disconnect();
    queueing.disconnect();
  });
}

it('an import that Redis knows nothing of is found and done', async () => {
  const store = await aStore();
  const id = await anImport(store);
  await services.redis.flushdb();
  await leave('Import', id);
  await startWork();
  await expect.poll(() => stateOf(store, id)).toBe('done');
  expect(await services.products.count(store._id, 1000)).toBe(300);
});

it('so is an export', async () => {
  const store = await aStore();
  const id = await anImport(store);
  await services.imports.run(id);
  const { _id: contactId } = await services.contacts.meet('telegram', '4711');
  const exports = services.db.model('Export');
  const made = { storeId: store._id, contactId, kind: 'products', state: 'writing', once: { by: contactId, key: 'k' } };
  const _id = '0123456789abcdef01234567';
  await exports.create([{ _id, ...made, updatedAt: new Date(0), expireAt: new Date(Date.now() + 86_400_000) }]);
  await startWork();
  await expect
    .poll(async () => (await services.chats.find(contactId))?.outbox[0]?.prompt?.text)
    .toContain('300 products');
});

it('a sweep goes on after a look that failed, and ends with the look it is in', async () => {
  let looks = 0;
  const twice = new Promise<void>((done) => {
    const sweep = startSweep(
      async () => {
        looks += 1;
        if (looks === 1) throw new Error('MongoDB is away');
        done();
      },
      'anything',
      logger,
    );
    onTestFinished(() => sweep.stop());
  });
  await twice;
  expect(looks).toBe(2);
});
