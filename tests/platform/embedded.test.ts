import { once } from 'node:events';
import net from 'node:net';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startEmbedded } from '../../src/platform/embedded/index.js';
import { connect, expectKept, portOf, serversOf, startHere, write } from '../support/embedded.js';
import { embeddedOptions } from '../support/embedded-options.js';
import { tempDir } from '../support/temp-dir.js';

// each starts and stops both servers several times, which a busy machine makes long
vi.setConfig({ testTimeout: 60_000 });

it('keeps the data over a restart, at the same addresses, in a folder of any name', async () => {
  const dataDir = tempDir(`Asha's "shop" data`);
  const first = await startHere(dataDir);
  await write(first, 'mango pickle');
  await first.stop();
  expect(serversOf(first)).toEqual([]);
  const second = await startHere(dataDir);
  expect([second.mongodbUri, second.redisUrl]).toEqual([first.mongodbUri, first.redisUrl]);
  await expectKept(second, 'mango pickle');
});

it('loses no acknowledged write when both servers are killed, and brings them back where they were', async () => {
  const addresses = await startHere(tempDir());
  const { notes, redis } = await connect(addresses);
  let acknowledged = 0;
  const killed = new AbortController();
  const writing = (async () => {
    while (!killed.signal.aborted) {
      const text = `note ${acknowledged}`;
      await Promise.all([notes.insertOne({ _id: text }), redis.set(text, 'kept')]);
      acknowledged++;
    }
  })().catch(() => undefined);
  await vi.waitFor(() => expect(acknowledged).toBeGreaterThan(100), { timeout: 15_000 });
  for (const { pid } of serversOf(addresses)) process.kill(pid, 'SIGKILL');
  killed.abort();
  const before = acknowledged;
  await vi.waitFor(() => expect(serversOf(addresses)).toHaveLength(2));
  await writing;
  const kept = await notes.countDocuments();
  expect(kept).toBeGreaterThanOrEqual(before);
  expect(await redis.dbsize()).toBeGreaterThanOrEqual(before);
});

it('moves to other ports when its own were taken meanwhile', async () => {
  const dataDir = tempDir();
  const first = await startHere(dataDir);
  await write(first, 'mango pickle');
  await first.stop();
  for (const uri of [first.mongodbUri, first.redisUrl]) {
    const taken = net.createServer((asking) => asking.destroy()).listen(Number(portOf(uri)), '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
  }
  const second = await startHere(dataDir);
  expect(portOf(second.mongodbUri)).not.toBe(portOf(first.mongodbUri));
  expect(portOf(second.redisUrl)).not.toBe(portOf(first.redisUrl));
  await expectKept(second, 'mango pickle');
});

it('starts what is wanted, and touches nothing when nothing is', async () => {
  const dataDir = tempDir('data');
  const redisOnly = await startEmbedded({ ...embeddedOptions(dataDir), mongo: false });
  onTestFinished(redisOnly.stop);
  expect(redisOnly.mongodbUri).toBeUndefined();
  expect(Object.keys(redisOnly.from)).toEqual(['redis']);
  // the directory is in use, and a start that needs none of it is not refused
  const none = await startEmbedded({ ...embeddedOptions(dataDir), mongo: false, redis: false });
  expect(none.from).toEqual({});
});

it('puts every Redis write on disk before it answers, and throws nothing away when memory is short', async () => {
  const { redisUrl = '', stop } = await startEmbedded({ ...embeddedOptions(tempDir()), mongo: false });
  onTestFinished(stop);
  const redis = new Redis(redisUrl);
  onTestFinished(() => redis.disconnect());
  const settings = ['appendonly', 'appendfsync', 'maxmemory-policy', 'bind'];
  const values = await Promise.all(settings.map(async (name) => (await redis.call('CONFIG', 'GET', name)) as unknown));
  expect(JSON.stringify(values)).toMatch(/appendonly.*yes.*always.*noeviction.*127\.0\.0\.1/);
});
