import { Redis } from 'ioredis';
import { afterAll, expect, it } from 'vitest';
import { createAnnouncements } from '../../src/catalog/announcements.js';
import { newId } from '../../src/platform/ids.js';
import { testRedisUrl } from '../support/db.js';

const connections: Redis[] = [];
const connect = (options = {}) => {
  const redis = new Redis(testRedisUrl(), options);
  redis.on('error', () => undefined);
  connections.push(redis);
  return redis;
};
const aProcess = () => createAnnouncements({ publisher: connect(), subscriber: connect() });

afterAll(() => {
  for (const redis of connections) redis.disconnect();
});

it('tells the other processes of a change', async () => {
  const [one, other] = [aProcess(), aProcess()];
  const storeId = newId();
  let hear = (): void => undefined;
  const heard = new Promise<void>((resolve) => {
    hear = resolve;
  });
  await other.listen((id) => {
    if (id === storeId) hear();
  });
  one.announce(storeId);
  await heard;
});

it('tells its own process at once, also without Redis', () => {
  const dead = connect({ lazyConnect: true, enableOfflineQueue: false });
  const alone = createAnnouncements({ publisher: dead, subscriber: dead });
  const heard: string[] = [];
  void alone.listen((id) => heard.push(id)).catch(() => undefined);
  alone.announce('store');
  expect(heard).toEqual(['store']);
});
