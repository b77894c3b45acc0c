import type { Request } from 'express';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { clientAddress } from '../../../src/api/edge/client-address.js';
import { createRateLimits, noLimits } from '../../../src/api/edge/rate-limits.js';
import { connectRedis, redisReady } from '../../../src/platform/redis.js';
import { testClock } from '../../support/clock.js';
import { testRedis, testRedisUrl } from '../../support/db.js';
import { aDesk } from './a-desk.js';

const looking = testRedis();
const redis = connectRedis(testRedisUrl(), 'carts');
afterAll(() => redis.disconnect());

const few = (points: number) => {
  const limit = { points, seconds: 60 };
  return { read: limit, change: { points: 1, seconds: 60 }, proof: limit, number: limit };
};

describe('a rate limit', () => {
  it('asks to wait, and says how long', async () => {
    await redisReady(redis);
    const { ask, asked } = await aDesk({ limits: createRateLimits(redis, few(2)) });
    const statuses = [await ask('GET', '/notes'), await ask('GET', '/notes'), await ask('GET', '/notes')];
    expect(statuses.map(({ status }) => status)).toEqual([201, 201, 429]);
    const refused = statuses[2];
    const seconds = Number(refused?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(refused?.body).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining(`${seconds} second`),
    });
    expect(asked).toHaveLength(2);
  });

  it('counts what changes something apart from what reads', async () => {
    await looking.flushdb();
    const { ask } = await aDesk({ limits: createRateLimits(redis, few(100)) });
    const post = () => ask('POST', '/notes', { json: { text: 'a' } });
    expect([(await post()).status, (await post()).status, (await ask('GET', '/notes')).status]).toEqual([
      201, 429, 201,
    ]);
  });

  it('counts each client by itself, and keeps nobody’s address', async () => {
    await looking.flushdb();
    const limits = createRateLimits(redis, few(1));
    await limits.count('number', '+919876543210');
    await limits.count('number', '+919876543211');
    await expect(limits.count('number', '+919876543210')).rejects.toMatchObject({
      code: 'too_many_requests',
      status: 429,
    });
    expect(String(await looking.keys('*'))).not.toContain('98765');
  });

  it('holds nobody up where Redis is not to be reached', async () => {
    const nowhere = new Redis({ port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null });
    nowhere.on('error', () => undefined);
    const limits = createRateLimits(nowhere, few(1));
    await limits.count('read', 'a');
    await limits.count('read', 'a');
    nowhere.disconnect();
  });

  it('holds nobody up where Redis says nothing', async () => {
    const silent = connectRedis(testRedisUrl(), 'carts');
    await redisReady(silent);
    Object.assign(silent, { rlflxIncr: () => new Promise(() => undefined), defineCommand: () => undefined });
    const limits = createRateLimits(silent, few(0));
    await limits.count('read', 'a');
    silent.disconnect();
  });

  it('lets one request a second find out whether Redis answers again', async () => {
    const silent = connectRedis(testRedisUrl(), 'carts');
    await redisReady(silent);
    const clock = testClock();
    let asked = 0;
    let answer = (): Promise<unknown> => new Promise(() => undefined);
    const rlflxIncr = () => {
      asked++;
      return answer();
    };
    Object.assign(silent, { rlflxIncr, defineCommand: () => undefined });
    const limits = createRateLimits(silent, few(1), clock);
    const many = () => Promise.allSettled(Array.from({ length: 20 }, () => limits.count('read', 'a')));
    await limits.count('change', 'a');
    await many();
    expect(asked).toBe(1);
    clock.pass(1);
    await many();
    expect(asked).toBe(2);
    clock.pass(1);
    answer = async () => [2, 60_000];
    await expect(limits.count('read', 'a')).rejects.toMatchObject({ code: 'too_many_requests' });
    expect((await many()).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
    silent.disconnect();
  });

  it('lets 500 buyers behind one address of a carrier order within a minute', async () => {
    await looking.flushdb();
    const limits = createRateLimits(redis);
    const steps = ['proof', 'change', 'change', 'change', 'read', 'read'] as const;
    for (const step of steps) await Promise.all(Array.from({ length: 500 }, () => limits.count(step, 'carrier')));
  });

  it('takes back what turned out to be right', async () => {
    await looking.flushdb();
    const limits = createRateLimits(redis, few(2));
    for (let n = 0; n < 5; n++) {
      await limits.count('number', 'operator');
      await limits.takeBack('number', 'operator');
    }
    await limits.count('number', 'operator');
    await limits.count('number', 'operator');
    await expect(limits.count('number', 'operator')).rejects.toMatchObject({ code: 'too_many_requests', status: 429 });
  });

  it('can be switched off', async () => {
    for (let n = 0; n < 5; n++) await noLimits.count('number', 'a');
    await noLimits.takeBack('number', 'a');
  });
});

describe('the address of a client', () => {
  const of = (ip: string | undefined, remoteAddress = '10.0.0.1') =>
    clientAddress({ ip, headers: { 'x-forwarded-for': ip }, socket: { remoteAddress } } as unknown as Request);

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['no address', '10.0.0.1'],
    [undefined, '10.0.0.1'],
  ])('of %s is %s', (ip, address) => {
    expect(of(ip)).toBe(address);
  });

  it('is that of the connection where no proxy says another', () => {
    const req = { ip: '198.51.100.1', headers: {}, socket: { remoteAddress: '::ffff:198.51.100.1' } };
    expect(clientAddress(req as unknown as Request)).toBe('198.51.100.1');
  });
});
