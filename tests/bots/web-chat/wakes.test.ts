import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWakes } from '../../../bots/web-chat/wakes.js';
import { newSecretId } from '../../../src/platform/ids.js';
import { connectRedis, redisReady } from '../../../src/platform/redis.js';
import { testRedisUrl } from '../../support/db.js';

const aProcess = async () => {
  const [publish, subscribe] = [connectRedis(testRedisUrl(), 'queue'), connectRedis(testRedisUrl(), 'subscriber')];
  await Promise.all([redisReady(publish), redisReady(subscribe)]);
  const wakes = createWakes({ publish, subscribe });
  wakes.start();
  // a subscriber answers in order: after this one the other stands
  await subscribe.subscribe('ready');
  onTestFinished(() => {
    wakes.stop();
    publish.disconnect();
    subscribe.disconnect();
  });
  return wakes;
};

describe('a wake-up', () => {
  it('reaches the streams of its address in every process', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const address = newSecretId();
    const woken = Promise.all(
      [here, there].map((wakes) => new Promise<void>((woken) => wakes.on(address, () => woken()))),
    );
    here.wake(address);
    await woken;
  });

  it('is not heard by others, nor after the stream is gone', () => {
    const wakes = createWakes();
    const heard: string[] = [];
    const off = wakes.on('asha', () => heard.push('asha'));
    wakes.on('meera', () => heard.push('meera'));
    wakes.wake('asha');
    off();
    wakes.wake('asha');
    expect(heard).toEqual(['asha']);
  });

  it('is lost quietly while Redis is away, and still reaches this process', () => {
    const away = () =>
      new Redis('redis://127.0.0.1:1', { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
    const [publish, subscribe] = [away(), away()];
    onTestFinished(() => {
      publish.disconnect();
      subscribe.disconnect();
    });
    const wakes = createWakes({ publish, subscribe });
    wakes.start();
    let heard = 0;
    wakes.on('asha', () => heard++);
    wakes.wake('asha');
    wakes.stop();
    expect(heard).toBe(1);
  });
});
